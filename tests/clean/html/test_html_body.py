"""Laws of the main text: what stays, what goes, and that nothing goes without its reason."""

from __future__ import annotations

import pytest

from khabar.clean.article import Article
from khabar.clean.html import article_from_html

SENTENCES = [
    "The council of Oldbridge voted on Tuesday to rebuild the ferry landing that a storm destroyed.",
    "Work will begin in autumn and cost about four million crowns, the harbour office said in a statement.",
    "Fishermen had asked for the landing since spring; the nearest harbour lies forty kilometres away.",
    "The opposition called the price too high and demanded that a private company should pay for half of it.",
    "A first offer from a builder in Newport was turned down last week after a long debate in the chamber.",
]
STANDFIRST = (
    "After months of debate the town will have its ferry landing back, and the fishermen their harbour."
)
TITLE = "Oldbridge rebuilds its ferry landing"


def page(body: str, head: str = "") -> str:
    return (
        f'<html lang="en"><head><title>{TITLE} | The Oldbridge Courier</title>'
        f'<meta property="og:title" content="{TITLE} | The Oldbridge Courier">'
        f'<meta property="og:site_name" content="The Oldbridge Courier">{head}</head><body>'
        '<nav class="main-menu"><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>'
        f"{body}<footer><p>Oldbridge Courier, 1 Market St. All rights reserved.</p></footer></body></html>"
    )


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def read(body: str, head: str = "") -> Article:
    return article_from_html(
        page(f"<main><h1>{TITLE}</h1>{body}</main>", head), "https://courier.example/a/1"
    )


def reason(article: Article, text: str) -> str:
    return next((entry.reason for entry in article.removed if text in entry.text), "")


def test_text_title_and_order() -> None:
    article = read(f'<div class="story">{paragraphs(*SENTENCES)}</div>')
    assert article.title == TITLE
    assert article.paragraphs == SENTENCES
    assert article.complete


@pytest.mark.parametrize(
    "box",
    [
        "<figure><img src=a.jpg><figcaption>The landing in March, before the storm.</figcaption></figure>",
        '<div class="related-articles"><h3>More on this</h3><p><a href=b>Storm hits the coast</a></p></div>',
        '<div class="social-share"><span>Share this on every network you have</span></div>',
        '<div class="newsletter-signup"><p>Get the Courier by mail every morning, at six.</p></div>',
        '<ul class="article-tags"><li><a href=t>Harbour</a></li><li><a href=u>Council</a></li></ul>',
        '<aside><p>The Courier is printed in Oldbridge since 1904 and read in nine countries.</p></aside>',
        '<div class="author-bio"><p>Ann Other has covered the harbour for the Courier since 2009.</p></div>',
        '<section id="comments"><p>I never liked the old landing, nor the new one now.</p></section>',
        '<div class="ad-slot"><p>Buy one boat and get the second for half the price this week.</p></div>',
        '<div style="display:none"><p>This text is for robots that look for what no reader sees.</p></div>',
    ],
)  # fmt: skip
def test_boxes_go_with_a_reason(box: str) -> None:
    article = read(f'<div class="story">{paragraphs(*SENTENCES[:3])}{box}{paragraphs(*SENTENCES[3:])}</div>')
    assert article.paragraphs == SENTENCES
    hidden = "display:none" in box
    assert any(entry.reason for entry in article.removed) or hidden
    assert all(entry.text and entry.reason for entry in article.removed)


def test_standfirst_is_kept_once() -> None:
    head = f'<meta name="description" content="{STANDFIRST}">'
    outside = read(f"<header><p>{STANDFIRST}</p></header><div>{paragraphs(*SENTENCES)}</div>", head)
    twice = read(f"<p>{STANDFIRST}</p><div>{paragraphs(STANDFIRST, *SENTENCES)}</div>", head)
    assert outside.paragraphs == [STANDFIRST, *SENTENCES]
    assert twice.paragraphs == [STANDFIRST, *SENTENCES]


def test_headings_inside_the_body_stay() -> None:
    inner = paragraphs(*SENTENCES[:2]) + "<h2>What it costs</h2>" + paragraphs(*SENTENCES[2:])
    assert read(f"<div>{inner}</div>").paragraphs == [*SENTENCES[:2], "What it costs", *SENTENCES[2:]]


def test_second_copy_of_title_goes() -> None:
    article = read(f"<div><h2>{TITLE}</h2>{paragraphs(*SENTENCES)}</div>")
    assert article.paragraphs == SENTENCES
    assert reason(article, TITLE) == "second copy of title"


def test_lists_and_quotations_stay() -> None:
    inner = (
        f"<p>{SENTENCES[0]}</p><blockquote><p>{SENTENCES[1]}</p></blockquote>"
        f"<ul><li>{SENTENCES[2]}</li><li>{SENTENCES[3]}</li></ul><p>{SENTENCES[4]}</p>"
    )
    assert read(f"<div>{inner}</div>").paragraphs == SENTENCES


def test_line_breaks_divide_paragraphs() -> None:
    assert read(f"<div>{'<br><br>'.join(SENTENCES)}</div>").paragraphs == SENTENCES
    assert read(f"<div>{'<br>'.join(SENTENCES)}</div>").paragraphs == SENTENCES


def test_next_article_on_the_page_is_not_text() -> None:
    other = paragraphs(*(text.replace("Oldbridge", "Newport").replace("the", "a") for text in SENTENCES * 2))
    article = article_from_html(
        page(
            f"<article><h1>{TITLE}</h1>{paragraphs(*SENTENCES)}</article>"
            f"<article><h1>Newport votes as well</h1>{other}</article>"
        )
    )
    assert article.paragraphs == SENTENCES


def test_text_that_only_the_data_carries() -> None:
    import json

    state = json.dumps({"props": {"page": {"blocks": [{"type": "paragraph", "text": s} for s in SENTENCES]}}})
    article = read(f'<div id="root"></div><script id="state" type="application/json">{state}</script>')
    assert article.paragraphs == SENTENCES
    declared = json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join(SENTENCES)})
    head = f'<script type="application/ld+json">{declared}</script>'
    assert read(f"<p>{SENTENCES[0]}</p>", head).paragraphs == SENTENCES


def test_walls_and_empty_pages_are_not_complete() -> None:
    free = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
    wall = '<div class="paywall-box"><p>Read on with a subscription, for one crown a week.</p></div>'
    assert not read(f"<div>{paragraphs(*SENTENCES)}</div>{wall}", free).complete
    assert read(f"<div>{paragraphs(*SENTENCES)}</div>", free).complete
    headline_only = read("")
    assert headline_only.title == TITLE
    assert headline_only.paragraphs == []
    assert not headline_only.complete


def test_same_page_same_article() -> None:
    source = page(f"<main><h1>{TITLE}</h1>{paragraphs(*SENTENCES)}</main>")
    assert article_from_html(source) == article_from_html(source) == article_from_html(source.encode())


SCRIPTS = {
    "hi": "यह एक लंबा वाक्य है जो समाचार के बारे में बताता है और काफी लंबा है, संख्या {}।",
    "bn": "মেয়র বলেছেন নতুন সেতুটি আগের চেয়ে সুন্দর হবে এবং সময়ের আগেই শেষ হবে, দফা {}।",
    "ta": "புதிய பாலம் முன்பை விட அழகாக இருக்கும் என்று மேயர் கூறினார், எண் {}.",
    "ar": "قال رئيس البلدية إن الجسر الجديد فوق النهر سيكون أجمل من السابق، رقم {}.",
    "he": "ראש העיר אמר שהגשר החדש מעל הנהר יהיה יפה יותר מקודמו ויושלם, מספר {}.",
    "th": "นายกเทศมนตรีกล่าวว่าสะพานใหม่ข้ามแม่น้ำจะสวยงามกว่าเดิมและเสร็จก่อนกำหนด ข้อ {}",
    "my": "မြစ်ကူးတံတားအသစ်သည် ယခင်ထက်ပိုလှပပြီး စောစီးစွာပြီးစီးမည်ဟု မြို့တော်ဝန်ကပြောသည် {}။",
    "am": "ከንቲባው አዲሱ ድልድይ ከቀድሞው የበለጠ ውብ እንደሚሆን እና ከጊዜው ቀደም ብሎ እንደሚጠናቀቅ ተናገሩ፣ ቁጥር {}።",
    "zh": "市长说，新的河桥将比以前更漂亮，并且会比原计划提前完工，第{}点。",
    "ko": "시장은 강을 가로지르는 새 다리가 이전보다 더 아름답고 일찍 완공될 것이라고 말했다 {}.",
}


@pytest.mark.parametrize("language", SCRIPTS)
def test_every_script_has_paragraphs(language: str) -> None:
    texts = [SCRIPTS[language].format(number) for number in range(1, 5)]
    html = f'<html lang="{language}"><body><h1>{TITLE}</h1><div>{paragraphs(*texts)}</div></body></html>'
    assert article_from_html(html).paragraphs == texts
