"""Who invoices: dated rows, so that an invoice shows the seller as it stood on the day of issue."""

from dataclasses import replace
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing import tables
from services.billing.invoices.bar_codes import finnish_iban
from services.billing.invoices.invoicing import Address, Seller
from services.billing.items.vat import vat_id
from services.messages import values
from services.messages.accounts import bic_of
from services.messages.billing import SellerCard, SellerSet, SetSeller
from services.messages.countries import HOME
from services.messages.provider import PROVIDER
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.far_days import refuse_far
from services.runtime.provider import logos, standing


async def set_seller(db: AsyncSession, order: SetSeller) -> None:
    """Natural key: valid_from; set again, the row is replaced. Refuses: iban_invalid, bic_invalid, bic_missing,
    seller_abroad, day_too_early, day_too_late, set_meanwhile.
    """
    refuse_far("valid_from", order.valid_from, order.as_of, years_back=10, years_ahead=5)
    account = finnish_iban(order.iban)
    bic = order.bic or bic_of(account)
    if bic is None:
        raise Refusal("bic_missing", "bic", "does not follow from this account's number")
    if bic[4:6] != account[:2]:
        raise Refusal("bic_invalid", "bic", "is a bank of another country than the account")
    if order.address.country != HOME:
        raise Refusal("seller_abroad", "address", "is in Finland")
    facts = order.model_dump(include={"name", "business_id", "phone", "valid_from"})
    row = tables.Seller(**facts, **order.address.model_dump(exclude={"country"}), iban=account, bic=bic)
    await standing.hold(db, "seller")
    stands = await _latest(db)
    if stands is None or stands.model_dump() != row.model_dump():
        standing.check_seen(order.seen, _mark(stands))
    await db.merge(row)
    await db.flush()
    await announce(db, SellerSet(provider_id=PROVIDER, name=order.name, valid_from=order.valid_from))


async def show(db: AsyncSession, on: date | None = None) -> SellerCard:
    """The row of the latest day, also of one to come; on: of that day, where there is one. Refuses: seller_missing."""
    if on and (then := await _on(db, on)):
        return card(_seller(then), then.valid_from)
    row = await _latest(db)
    if row is None:
        raise Refusal("seller_missing")
    return card(_seller(row), row.valid_from).model_copy(update={"mark": _mark(row)})


async def _latest(db: AsyncSession) -> tables.Seller | None:
    return (await db.exec(select(tables.Seller).order_by(col(tables.Seller.valid_from).desc()))).first()


def _mark(row: tables.Seller | None) -> str:
    return standing.mark_of(row.model_dump()) if row else values.NEVER_SET


def card(seller: Seller, valid_from: date | None = None) -> SellerCard:
    facts = {
        name: getattr(seller, name) for name in ("name", "business_id", "vat_id", "iban", "bic", "phone")
    }
    address = values.Address(**vars(seller.address))
    follows = bic_of(seller.iban) == seller.bic
    return SellerCard(**facts, address=address, valid_from=valid_from, bic_follows=follows)


async def in_force(db: AsyncSession, on: date) -> Seller:
    """The seller on that day. Refuses: seller_missing."""
    row = await _on(db, on)
    if row is None:
        raise Refusal("seller_missing")
    logo = await logos.logo_on(await db.connection(), on)
    return replace(_seller(row), logo=logo)


async def is_known(db: AsyncSession, on: date) -> bool:
    """Whether somebody can invoice on that day."""
    return await _on(db, on) is not None


async def _on(db: AsyncSession, on: date) -> tables.Seller | None:
    started = (
        select(tables.Seller)
        .where(tables.Seller.valid_from <= on)
        .order_by(col(tables.Seller.valid_from).desc())
    )
    return (await db.exec(started)).first()


def _seller(row: tables.Seller) -> Seller:
    return Seller(
        name=row.name,
        business_id=row.business_id,
        vat_id=vat_id(row.business_id),
        address=Address(row.street, row.postal_code, row.town),
        iban=row.iban,
        bic=row.bic,
        phone=row.phone,
    )
