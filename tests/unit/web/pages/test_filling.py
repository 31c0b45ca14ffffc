"""What was typed stands in its form again, in any page, whatever the page says otherwise."""

from services.web.pages.filling import filled_in

PAGE = """<main><form method="post" action="/language">
<select name="language"><option value="fi" selected>x</option></select></form>
<details class="more"><summary>S</summary>
<form class="a" method="post" action="/notes/1" novalidate>
<input type="hidden" name="version" value="7"><input class="i" name="title" value="">
<input name="who" type="checkbox" value="a" checked><input name="who" type="checkbox" value="b">
<input name="kind" type="radio" value="x"><input name="kind" type="radio" value="y" checked>
<select name="size"><option value="s" selected>S</option><option value="l">L</option></select>
<input name="line" value="1"><input name="line" value="2">
<textarea id="t" name="words" rows="6">
old &amp; worn</textarea><button>Send</button></form></details>
<form method="post" action="/notes/2"><textarea name="words">mine</textarea></form></main>"""
TYPED = [
    ("version", "3"), ("title", 'A "title" & <b>'), ("who", "b"), ("kind", "x"), ("size", "l"),
    ("line", "one"), ("line", "two"), ("words", "\nfirst\n</textarea><script>x</script> & ä"), ("unknown", "1"),
]  # fmt: skip


def test_every_kind_of_field_of_the_one_form_is_filled_and_nothing_else_is_touched():
    page = filled_in(PAGE, "/notes/1", "/notes", TYPED)
    assert page is not None
    assert 'name="version" value="7"' in page
    assert 'name="title" value="A &quot;title&quot; &amp; &lt;b&gt;"' in page
    assert 'value="a">' in page and 'value="b" checked>' in page
    assert '<input name="kind" type="radio" value="x" checked>' in page and 'value="y">' in page
    assert '<option value="l" selected>' in page and '<option value="s">' in page
    assert 'name="line" value="one"' in page and 'name="line" value="two"' in page
    assert '<details class="more" open>' in page
    assert "\n\nfirst\n&lt;/textarea&gt;&lt;script&gt;x&lt;/script&gt; &amp; ä</textarea>" in page
    assert '<option value="fi" selected>' in page and ">mine</textarea>" in page
    assert "<script>" not in page


def test_a_form_that_names_no_address_is_the_pages_own():
    page = '<form method="post"><input name="a" value=""></form>'
    assert (
        filled_in(page, "/me", "/me", [("a", "b")]) == '<form method="post"><input name="a" value="b"></form>'
    )


def test_a_form_that_is_gone_or_only_asks_is_not_found():
    assert filled_in(PAGE, "/notes/9", "/notes", TYPED) is None
    assert filled_in('<form action="/find"><input name="a"></form>', "/find", "/", [("a", "b")]) is None
