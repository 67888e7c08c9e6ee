"""What the moderators' desk says about Discord itself."""

ONLY_IN_A_SERVER = (
    "This works only in a server that I was added to: there is no collection of its own to change "
    "here."
)

OLD_FORM = (
    "This form is from an older version, and nothing was done with it. "
    "Open it again with its command."
)
TOO_LONG_TO_EDIT = (
    "{field} has {length:,} characters, and a form of Discord takes {most:,}. Change it with "
    "/library import; of a message, copy the part that says it into /library add."
)
CLEARED_AND_SET = "Either set the {what} or clear it: both were filled in, and nothing was changed."
ROLE_BY_MANAGERS = "Who may curate is for those with Manage Messages to say: nothing was changed."
ROLE_OF_EVERYONE = (
    "Everyone has that role, so everyone could change the collection: nothing was changed. "
    "Choose a role of those who are to curate."
)
UNDER_A_TOPIC = (
    "A new point stands under a topic. Name it beside the command: /library point topic:"
)
TOO_LARGE = "The file has {size}, and 8 MB are the most. Split it, and import the parts in turn."
NOT_FETCHED = "Discord did not hand the file over. Nothing was imported; try again."
PLAN_GONE = (
    "What this import would do is no longer at hand, since the bot was started again. "
    "Nothing was imported; give the file once more with /library import."
)
EXPORT_NAME = "library.zip"
