"""The language of a request: the user's, the one chosen before signing in, the browser's."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from merilo.web.access.request import viewer
from merilo.words import LANGS, Lang, speak

COOKIE = "merilo_lang"


class Language:
    """Everything said while a page is made is said in the reader's language."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        lang = language(request)
        speak(lang)
        translation.activate(lang)
        response = self.answer(request)
        response.headers.setdefault("Content-Language", lang)
        return response


def language(request: HttpRequest) -> Lang:
    """The language the reader wants."""
    user = viewer(request)
    said = (user.language if user else "") or request.COOKIES.get(COOKIE, "")
    if found := next((lang for lang in LANGS if lang == said), None):
        return found
    for name, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if found := next((lang for lang in LANGS if name.startswith(lang)), None):
            return found
    return "en"
