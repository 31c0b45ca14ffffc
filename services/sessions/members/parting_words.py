"""Why members left their group, as much of it as one answer holds."""

from datetime import date

from services.messages.sessions import Group, MemberShown
from services.runtime.commands.sizes import fitting


def that_fit(group: Group) -> Group:
    """Everybody stays in it; of the reasons, those of who left last."""
    without = group.model_copy(update={"members": [_wordless(one) for one in group.members]})
    said = [one for one in group.members if one.reason]
    last_first = sorted(said, key=lambda one: one.left_on or date.min, reverse=True)
    told = {one.person_id for one in fitting(last_first, beside=len(without.model_dump_json().encode()))}
    kept = [one if one.person_id in told else _wordless(one) for one in group.members]
    return group.model_copy(update={"members": kept})


def _wordless(member: MemberShown) -> MemberShown:
    return member.model_copy(update={"reason": ""})
