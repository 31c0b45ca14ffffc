"""The letters of a trial, by what its people are asked and say."""

from collections.abc import Iterator, Sequence

from deploy.demo.commission import Commission
from deploy.demo.letters.letter import Letter, to_each
from deploy.demo.script import Order
from services.messages import contracts


def of_trial(commission: Commission, orders: Sequence[Order]) -> Iterator[Letter]:
    """Everybody is asked when it is prepared, told when all agree, and told the outcome; who meets gets the days."""
    name, meet = commission.name, [*commission.supervisees, commission.led_by]
    everybody = [commission.contact, *meet]
    yes = [one.as_of for one in orders if isinstance(one, contracts.AgreeToTrial)]
    for order in orders:
        if isinstance(order, contracts.PrepareTrial):
            yield from to_each("trial_to_agree", everybody, order.as_of, name)
    if yes:
        yield from to_each("trial_agreed", everybody, max(yes), name)
        yield from to_each("session_plan", meet, max(yes), name)
    said = [one for one in orders if isinstance(one, contracts.SayTrialDecision)]
    no = [one for one in said if one.word == "no_go"]
    if no or said:
        kind = "trial_ended" if no else "trial_goes_on"
        yield from to_each(kind, everybody, min(one.as_of for one in no) if no else said[-1].as_of, name)
