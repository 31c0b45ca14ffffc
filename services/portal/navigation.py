"""The ways through the portal, for the role that is acted in."""

from services.messages.values import Role
from services.web.pages.languages import marked as _
from services.web.pages.visit import NavLink, Visit

_ALL = frozenset(Role)
_CUSTOMER = frozenset({Role.COMMISSIONER, Role.PAYER})
_WAYS = (
    ("/home", _("Home"), _ALL),
    ("/processes", _("Processes"), _ALL),
    ("/invoices", _("Invoices"), _CUSTOMER),
    ("/organisation", _("Organisation"), frozenset({Role.COMMISSIONER})),
    ("/organisation/billing", _("Billing data"), frozenset({Role.PAYER})),
    ("/inquiry", _("New inquiry"), frozenset({Role.COMMISSIONER})),
    ("/me", _("My account"), _ALL),
)


async def navigation(visit: Visit) -> list[NavLink]:
    here = visit.request.url.path
    role = visit.viewer.role
    return [
        NavLink(path, visit.text(_called(path, label, visit)), here == path or here.startswith(f"{path}/"))
        for path, label, roles in _WAYS
        if role in roles
    ]


def _called(path: str, label: str, visit: Visit) -> str:
    """A private person is no organisation; who is not taken up yet may be either."""
    if path != "/organisation":
        return label
    if visit.standing.own:
        return _("Billing data")
    return label if visit.standing.organisation_id else _("Customer details")
