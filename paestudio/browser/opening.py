"""Bring a fresh page to its start: log in when asked, go there, and say clearly what is wrong when that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import Error
from playwright.async_api import TimeoutError as PlaywrightTimeout

from paestudio.browser.options import BrowserOptions, Login
from paestudio.browser.page import GONE, SitePage
from paestudio.core.errors import BrowserLost, EnvironmentFault, UserError
from paestudio.core.origin import origin_of

if TYPE_CHECKING:
    from playwright.async_api import Response

PATIENCE = 10.0  # seconds: shortest wait for the first answer of a site
CHECK = "Is the site running, and is the address right?"
REASONS = {
    "ERR_CONNECTION_REFUSED": "nothing listens there",
    "ERR_NAME_NOT_RESOLVED": "there is no such host",
    "ERR_INTERNET_DISCONNECTED": "this machine has no network",
    "ERR_ADDRESS_UNREACHABLE": "the host cannot be reached",
    "ERR_CONNECTION_RESET": "the connection was cut",
    "ERR_EMPTY_RESPONSE": "it closed the connection without an answer",
    "ERR_HTTP_RESPONSE_CODE_FAILURE": "it answered with an error and nothing to show",
    "ERR_TOO_MANY_REDIRECTS": "it redirects in a circle",
    "ERR_CERT": "its certificate is not valid",
    "ERR_SSL": "it does not speak HTTPS properly",
    "ERR_INVALID_HTTP_RESPONSE": "it does not speak HTTP",
    "ERR_UNSAFE_PORT": "browsers refuse that port",
}


async def bring(page: SitePage, url: str, options: BrowserOptions, login: str | None) -> None:
    """Put `page` on `url`, logged in. Raises EnvironmentFault, UserError, or BrowserLost."""
    if not origin_of(url):
        raise UserError(f"{url!r} is not a web address.", "Give one that starts with http:// or https://.")
    if not options.offsite and origin_of(url) != origin_of(options.origin):
        raise UserError(f"{url} is not on the site {options.origin}.", "Start on the site, or allow leaving it.")
    if login is not None:
        if login not in options.logins:
            known = ", ".join(options.logins) or "none"
            raise UserError(f"There is no login {login!r} in the site file.", f"Known logins: {known}.")
        await _log_in(page, login, options.logins[login], options)
    await _go(page, url, options)
    await page.forget_history()


async def _go(page: SitePage, url: str, options: BrowserOptions) -> None:
    page.clear_refusal()
    seconds = max(PATIENCE, options.action_seconds)
    try:
        response = await page.current.goto(url, wait_until="commit", timeout=seconds * 1000)
    except PlaywrightTimeout as e:
        raise EnvironmentFault(f"{url} did not answer within {seconds:g} seconds.", CHECK) from e
    except Error as e:
        raise _unreachable(page, url, e) from e
    if page.refusal:
        raise EnvironmentFault(
            f"{url} sends its visitors to {page.refusal[:200]}, another site.", "Start there instead."
        )
    _check_answer(url, response)
    await page.settle()


def _unreachable(page: SitePage, url: str, e: Error) -> EnvironmentFault:
    text = str(e)
    if page.refusal:
        return EnvironmentFault(
            f"{url} sends its visitors to {page.refusal[:200]}, another site.", "Start there instead."
        )
    if any(words in text for words in GONE):
        return BrowserLost("The browser is gone.", "The next episode gets a new one.")
    if "Download is starting" in text:
        return EnvironmentFault(f"{url} is a download, not a web page.", "Give the address of a page.")
    reason = next((words for code, words in REASONS.items() if code in text), _browsers_words(text))
    return EnvironmentFault(f"{url} cannot be opened: {reason}.", CHECK)


def _browsers_words(text: str) -> str:
    """The browser's own reason: "net::ERR_X" of "Page.goto: net::ERR_X at http://…"."""
    return text.splitlines()[0].removeprefix("Page.goto: ").partition(" at http")[0][:160]


def _check_answer(url: str, response: Response | None) -> None:
    if response is None:
        return
    if response.status >= 400:
        raise EnvironmentFault(f"{url} answered {response.status} {response.status_text}".rstrip() + ".", CHECK)
    kind = response.headers.get("content-type", "text/html").split(";")[0].strip().casefold()
    if kind not in ("", "text/html", "application/xhtml+xml"):
        raise EnvironmentFault(f"{url} is no web page but {kind}.", "Give the address of a page.")


async def _log_in(page: SitePage, name: str, login: Login, options: BrowserOptions) -> None:
    await _go(page, options.origin.rstrip("/") + login.path, options)
    fault = EnvironmentFault(
        f"The login {name} did not work", "Check its user, password and selectors in the site file."
    )
    limit = options.action_seconds * 1000
    at = "nothing was done"
    try:
        for selector, value in login.fill.items():
            at = f"there is no field {selector}"
            await page.current.locator(selector).first.fill(value, timeout=limit)
        at = f"the button {login.submit} could not be pressed"
        await page.current.locator(login.submit).first.click(timeout=limit, no_wait_after=True)
        await page.settle()
        at = f"{login.expect} did not appear afterwards"
        await page.current.locator(login.expect).first.wait_for(state="attached", timeout=limit)
    except Error as e:
        if any(words in str(e) for words in GONE):
            raise BrowserLost("The browser is gone.", "The next episode gets a new one.") from e
        raise EnvironmentFault(f"{fault.message}: {at}.", fault.fix) from e
