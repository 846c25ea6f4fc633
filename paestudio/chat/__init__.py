"""Talking to a language model behind an HTTP endpoint: OpenAI-compatible servers and Anthropic's API."""

from paestudio.chat.client import ChatClient
from paestudio.chat.endpoint import Endpoint
from paestudio.chat.faults import ChatFault, Trouble
from paestudio.chat.ledger import Ledger, Prices, Spent
from paestudio.chat.messages import Image, Message, Reply, system, user

__all__ = [
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
