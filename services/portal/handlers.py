"""What the portal answers and hears over NATS besides what every service does; its other doors are its pages."""

from services.messages.billing import SellerSet
from services.messages.directory import LanguagesServed, LogoSet, PersonAddressChanged, PersonsMerged
from services.messages.operations import (
    AccessList,
    CountRefusedCodes,
    ListAccess,
    ListOpenings,
    ListSignIns,
    Openings,
    RefusedCodes,
    SignIns,
)
from services.portal.tables import metadata
from services.runtime.clock import SystemClock
from services.runtime.commands.transactions import Work
from services.runtime.provider import languages, logos
from services.runtime.provider import names as provider
from services.runtime.same_person import taking_over
from services.web.access_log import reading
from services.web.sign_in import signed_in
from services.web.sign_in.by_code import refused_codes


async def person_address_changed(event: PersonAddressChanged, work: Work) -> None:
    await signed_in.end_if_put_right(work.db, work.ask, event)


async def persons_merged(event: PersonsMerged, work: Work) -> None:
    await signed_in.end_all(work.db, work.ask, event.absorbed_id)
    await taking_over.take_over(work.db, metadata, event.kept_id, event.absorbed_id)


async def seller_set(event: SellerSet, work: Work) -> None:
    await provider.keep_name(work.db, event)


async def logo_set(event: LogoSet, work: Work) -> None:
    await logos.keep_logo(work.db, event)


async def languages_served(event: LanguagesServed, work: Work) -> None:
    await languages.keep_languages(work.db, event)


async def list_sign_ins(query: ListSignIns, work: Work) -> SignIns:
    return await signed_in.of(work.db, query.person_ids)


async def list_access(query: ListAccess, work: Work) -> AccessList:
    return await reading.list_access(query, work)


async def count_refused_codes(query: CountRefusedCodes, work: Work) -> RefusedCodes:
    return await refused_codes.count(query, work, SystemClock().now())


async def list_openings(query: ListOpenings, work: Work) -> Openings:
    return await reading.list_openings(query, work)
