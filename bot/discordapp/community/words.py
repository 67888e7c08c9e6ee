"""What is said where a discussion or a daily point cannot be."""

NOT_HERE = (
    "A discussion opens in a server that has added this bot; here there is nowhere to open one."
)
A_THREAD_ALREADY = "This is a thread already: the discussion can go on right here."
NO_THREADS = "Discord has no threads in this kind of channel. In a text channel it works."
MAY_NOT = (
    "To open a discussion I need what I lack in this channel: {rights}. Whoever manages the "
    "channel can allow it."
)
MEMBER_MAY_NOT = "Only those who may create public threads in this channel open discussions here."
REFUSED = "Discord refused the discussion, so nothing was opened. Please try again later."
HALF_DONE = (
    "Discord took the thread but not all that belongs into it, and I may not delete it. Whoever "
    "manages threads can; pressing again opens another one."
)

NEVER_SET = "There is no daily point yet. Set one with a channel, a time and a time zone."
TURNED_OFF = "The daily point is off from now on."
LACKING = "The first time, a daily point needs a channel, a time and a time zone. Missing: {what}."
CANNOT_POST = "I cannot post in that channel: there I lack {rights}."
CHANNEL_GONE = "the channel it was posted in is gone"
RIGHTS_GONE = "in its channel I lack {rights}"
