from bot.discordapp import limits
from bot.search.text import LONGEST_REQUEST


def test_our_own_limits_are_within_discords() -> None:
    assert limits.MESSAGES_OF_AN_ANSWER <= limits.FOLLOW_UPS + 1
    rows = -(-limits.BUTTONS_OF_A_MESSAGE // limits.BUTTONS_OF_A_ROW)
    assert limits.BUTTONS_OF_A_MESSAGE + rows < limits.COMPONENTS_OF_A_MESSAGE
    assert LONGEST_REQUEST <= limits.OPTION
