"""What `up` says of where the doors are: an empty platform begins by the link of its first administrator."""

import hashlib
import re

from deploy.operating.addresses import addresses
from services.messages.directory import FindFirstLink, ShowStaff
from tests.house import House
from tests.integration.console.arranged import one_of_ours

PORTAL, CONSOLE = "http://localhost:1", "http://localhost:2"


async def test_an_empty_platform_has_nobody_until_somebody_opens_the_link(house: House) -> None:
    await house.open("directory", "contracts")
    told = await addresses(house.servers.broker, PORTAL, CONSOLE)
    [secret] = re.findall(rf"{CONSOLE}/first-administrator\?link=(\S+)", told)
    found = await house.ask(FindFirstLink(secret_hash=hashlib.sha256(secret.encode()).hexdigest()))
    assert found.is_good and f"{CONSOLE}/dev/mail" in told
    assert (await house.ask(ShowStaff(relation="administrator"))).people == []


async def test_one_that_has_staff_names_them_and_prints_no_link(house: House) -> None:
    await house.open("directory", "contracts")
    await one_of_ours(house, "coordinator")
    told = await addresses(house.servers.broker, PORTAL, CONSOLE)
    assert "coordinator@luotsi.example" in told and "first-administrator" not in told
