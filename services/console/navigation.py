"""The ways through the console, for the role that is acted in."""

from services.messages.values import Role
from services.web.pages.languages import marked as _
from services.web.pages.visit import NavLink, Visit

_ALL = frozenset({Role.COORDINATOR, Role.FINANCE, Role.ADMINISTRATOR, Role.SUPERVISOR})
_COORDINATOR = frozenset({Role.COORDINATOR})
_PEOPLE = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
_MONEY = frozenset({Role.COORDINATOR, Role.FINANCE})
_WAYS = (
    ("/", _("My day"), _ALL),
    ("/processes", _("Processes"), _ALL),
    ("/calendar", _("Calendar"), frozenset({Role.COORDINATOR, Role.SUPERVISOR})),
    ("/availability", _("My hours"), frozenset({Role.SUPERVISOR})),
    ("/organisations", _("Organisations"), _PEOPLE | _MONEY),
    ("/people", _("Staff"), _PEOPLE),
    ("/supervisors", _("Supervisors"), _PEOPLE),
    ("/invoices", _("Invoices"), _MONEY),
    ("/prices", _("Prices"), _MONEY),
    ("/settings", _("Settings"), _PEOPLE | _MONEY),
    ("/exceptions", _("Exceptions"), _PEOPLE),
    ("/audit", _("Access log"), frozenset({Role.ADMINISTRATOR})),
    ("/system", _("System"), _PEOPLE | _MONEY),
    ("/me", _("My account"), _ALL),
)


async def navigation(visit: Visit) -> list[NavLink]:
    here = visit.request.url.path
    role = visit.viewer.role
    return [
        NavLink(path, visit.text(label), here == path or (path != "/" and here.startswith(f"{path}/")))
        for path, label, roles in _WAYS
        if role in roles
    ]
