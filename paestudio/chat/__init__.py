"""Talking to a language model: OpenAI-compatible servers, Anthropic's API, or the one loaded in this program."""

from paestudio.chat.asking import Chat
from paestudio.chat.client import ChatClient
from paestudio.chat.endpoint import Endpoint
from paestudio.chat.faults import ChatFault, Trouble
from paestudio.chat.ledger import Ledger, Prices, Spent
from paestudio.chat.messages import Image, Message, Reply, system, user

__all__ = [
    "Chat",
    "ChatClient",
    "ChatFault",
    "Endpoint",
    "Image",
    "Ledger",
    "Message",
    "Prices",
    "Reply",
    "Spent",
    "Trouble",
    "system",
    "user",
]
