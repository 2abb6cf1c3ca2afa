"""What is implausible of a cohort is asked before it is opened, once for each cause."""

from __future__ import annotations

from imt_core.intake.opening import begin_opening, opening_outcome, with_answer
from tests.intake.uploads.command import said_of


def sheet(header: str, rows: list[str]) -> str:
    """Rows with a label of a patient before each."""
    return "\n".join([f"Patient,{header}", *(f"p{n},{row}" for n, row in enumerate(rows, 1))])


ALIVE = sheet("OS (months),Dead", ["12,0", "7,0", "30,0"])
DEAD = sheet("OS (months),Dead", ["12,1", "7,1", "30,1", "4,1", "9,1"])
LONG = sheet("OS (months),Dead", ["365,1", "720,0", "98,1", "1100,0"])
LIKE_SURVIVAL = sheet(
    "Stage,PFS (months),Progressed,OS (months),Dead",
    ["metastatic,12,1,12,1", "metastatic,7,0,7,0", "metastatic,30,1,30,1"],
)


def test_survival_without_a_death_is_asked() -> None:
    said = said_of(ALIVE)
    assert said["status"] == "asks"
    assert said["questions"] == [
        "No case of OS (3 lines, from OS (months) and Dead) has an event. Is that right? (os_event)"
    ]
    assert said["endpoints"]["os"]["events"] == 0


def test_survival_of_the_living_opens_once_that_is_said_to_be_right() -> None:
    said = said_of(ALIVE, **{"no events:os": "right"})
    assert (said["status"], said["endpoints"]["os"]["n"]) == ("ready", 3)


def test_an_endpoint_that_is_not_right_is_left_out() -> None:
    responses = ALIVE.replace("Dead", "Dead,Best response").replace(",0\n", ",0,PR\n")
    said = said_of(responses, **{"no events:os": "leave out"})
    assert (said["status"], said["endpoints"]["os"]) == ("ready", None)
    assert said["response"]["responders"] == 2
    nothing = said_of(ALIVE, **{"no events:os": "leave out"})
    assert nothing["status"] == "asks"
    assert nothing["questions"][0].startswith("Which columns hold an outcome")


def test_a_status_that_nothing_is_made_of_is_named() -> None:
    text = ALIVE.replace("Dead", "Dead,Last state").replace(",0", ",0,quite well")
    (question,) = opening_outcome(begin_opening([("a.csv", text.encode())])).questions
    assert "Nothing is made of Last state, which may say who died." in question.text


def test_events_only_are_asked_from_five_deaths_on() -> None:
    (question,) = said_of(DEAD)["questions"]
    assert question.startswith(
        "Every case of OS (5 lines, from OS (months) and Dead) has the event"
    )
    assert said_of(DEAD.rpartition("\n")[0])["status"] == "ready"
    assert said_of(DEAD.replace("9,1", "9,0"))["status"] == "ready"


def test_progression_of_everybody_is_ordinary_up_to_nineteen() -> None:
    rows = [f"metastatic,{n},1" for n in range(1, 21)]
    header = "Stage,PFS (months),Progressed"
    assert said_of(sheet(header, rows[:19]))["status"] == "ready"
    (question,) = said_of(sheet(header, rows))["questions"]
    assert question.startswith("Every case of PFS (20 lines")


def test_times_far_outside_the_field_are_asked() -> None:
    opening = begin_opening([("a.csv", LONG.replace("OS (months)", "os_months").encode())])
    codes = [q.issue.code for q in opening_outcome(opening).questions]
    assert codes == ["implausible_far_outside"]
    answered = with_answer(opening, "far outside:os", "right")
    assert opening_outcome(answered).questions == ()


def test_pfs_that_is_survival_over_again_is_asked() -> None:
    (question,) = said_of(LIKE_SURVIVAL)["questions"]
    assert question.startswith("On every line, the time and the event of PFS (3 lines")
    assert said_of(LIKE_SURVIVAL.replace("30,1,30,1", "28,1,30,1"))["status"] == "ready"


def test_one_cause_in_two_endpoints_is_one_question() -> None:
    rows = [f"metastatic,{n},0,{n + 2},0" for n in range(3, 9)]
    said = said_of(sheet("Stage,PFS (months),Progressed,OS (months),Dead", rows))
    (question,) = said["questions"]
    assert question.startswith("No case of PFS (6 lines")
    assert " and OS (6 lines" in question


def test_no_doubt_is_raised_while_its_words_are_asked_for() -> None:
    said = said_of(ALIVE.replace(",0", ",hm"))
    assert [q for q in said["questions"] if "Is that right?" in q] == []


def test_a_doubt_is_asked_also_beside_a_cell_that_must_be_corrected() -> None:
    text = ALIVE.replace("Dead", "Dead,Cycles").replace(",0", ",0,4").replace(",4", ",four", 1)
    opening = begin_opening([("a.csv", text.encode())])
    outcome = opening_outcome(opening)
    assert [q.kind for q in outcome.questions] == ["problem", "choice"]
    assert outcome.without_problems().reading.cohort is None
    answered = opening_outcome(with_answer(opening, "no events:os", "right"))
    assert answered.cohort is None
    assert answered.without_problems().reading.cohort is not None
