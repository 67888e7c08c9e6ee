"""Discord's limits, by their source, and our own.

Discord's server counts code points ("Our API uses Python 3, so the API calculates length based on
the number of codepoints in the string", https://github.com/discord/discord-api-docs/issues/1315);
its clients, written in JavaScript, count UTF-16 code units, in which an emoji is two. We count
UTF-16 code units, never fewer, so that a text is within the limit in both.
"""

# https://docs.discord.com/developers/components/reference
TEXT_OF_A_MESSAGE = 4000  # all text displays together
COMPONENTS_OF_A_MESSAGE = 40  # nested ones included
BUTTONS_OF_A_ROW = 5
OPTIONS_OF_A_SELECT = 25
SELECT_OPTION = 100  # its label, value and description
PLACEHOLDER = 150  # the text of a select before anything is chosen
LABEL = 80  # of a button
CUSTOM_ID = 100
BUTTON_URL = 512
FIELD = 4000  # of a form
FIELD_HINT = 100

# https://docs.discord.com/developers/interactions/application-commands
CHOICE = 100  # its name, and its value
OPTION = 6000  # the longest string an option takes
DESCRIPTION = 100  # of a command and of an option

# https://docs.discord.com/developers/interactions/receiving-and-responding
CHOICES = 25  # of a completion
FORM_TITLE = 45
FOLLOW_UPS = 5  # to one interaction where the app is not installed in the server
FIRST_ANSWER_S = 3.0  # until an interaction without an answer is lost

# https://docs.discord.com/developers/resources/poll#poll-media-object
POLL_QUESTION = 300
POLL_ANSWER = 55
# https://docs.discord.com/developers/resources/channel
THREAD_NAME = 100  # also of a channel

# Our own limits, below Discord's.
# Seconds until an answer is announced ("is thinking"); the rest is left for the network.
ANNOUNCE_AFTER_S = FIRST_ANSWER_S - 1.0
# Seconds that an answer may take to be sent: after them, nobody waits for it any more.
CALLBACK_LIMIT_S = 10.0
# Seconds that any other request may take; it may first have to wait for a rate limit.
REQUEST_LIMIT_S = 60.0
# Messages of an answer whose parts no button can turn to; the rest goes into a file.
MESSAGES_OF_AN_ANSWER = 3
# List entries in one message: as many as its selects can offer.
ENTRIES_OF_A_MESSAGE = 50
# The beginning of a message above an answer about it: two lines on a phone.
MESSAGE_ECHO = 80
# Digits of a page number in a custom_id.
PAGE_FIGURES = 4
# Selects of a message; with all rows of buttons there is still room for a container.
SELECTS_OF_A_MESSAGE = 2
# Buttons of a message, in four rows; more are too many to choose from.
BUTTONS_OF_A_MESSAGE = 20
# Characters of the texts repeated on several messages; escaping doubles them at most.
ASKED = 160
REPEATED_TEXT = 120
ROOM_FOR_REPEATED_TEXT = 2 * REPEATED_TEXT + 8
# Any message may also have the sentence that it goes on in a file, in any language; the page
# number; a line each about buttons and choices left out; and two lines about the request: why it
# matched, and the message it is about. The room for the request is always kept free: buttons that
# turn pages do not know the request, and each part must begin and end where it did before.
ROOM_OF_ONE_MESSAGE = TEXT_OF_A_MESSAGE - 100 - 150 - (2 * (ASKED + MESSAGE_ECHO + 20) + 16)
# Text of one of several messages.
ROOM = ROOM_OF_ONE_MESSAGE - ROOM_FOR_REPEATED_TEXT
