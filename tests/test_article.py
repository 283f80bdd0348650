"""The article is quoted word for word, so its bytes are held."""

from hashlib import sha256

from desktop.paths import resources

APPROVED = "43ca72d7738f5a495d1ef22fd5cc8408e0e9d324e7ac3c8224537ec6cfe773b7"


def test_the_article_is_the_approved_one() -> None:
    article = resources() / "article" / "article.txt"
    assert sha256(article.read_bytes()).hexdigest() == APPROVED
