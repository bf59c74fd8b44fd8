"""FHIRPath text to a tree, by recursive descent over the levels of binding."""

from __future__ import annotations

from triggerscape.delivery.fhir.errors import ViewError
from triggerscape.delivery.fhir.path.syntax import (
    Call,
    Constant,
    Expression,
    Item,
    Literal,
    Member,
    Operation,
    This,
)
from triggerscape.delivery.fhir.path.tokens import Token, tokens_of

# From the loosest to the tightest; operators of one level bind from left to right.
_LEVELS: tuple[frozenset[str], ...] = (
    frozenset({"or"}),
    frozenset({"and"}),
    frozenset({"=", "!="}),
    frozenset({"<", "<=", ">", ">="}),
    frozenset({"+", "-"}),
    frozenset({"*", "/"}),
)


def parse(path: str) -> Expression:
    """The tree of a FHIRPath expression; ViewError where it is none that views may use."""
    return _Parser(path).whole()


class _Parser:
    def __init__(self, path: str) -> None:
        self.tokens: list[Token] = list(tokens_of(path))

    def whole(self) -> Expression:
        tree = self.level(0)
        self.expect("the end")
        return tree

    def level(self, depth: int) -> Expression:
        if depth == len(_LEVELS):
            return self.chain()
        left = self.level(depth + 1)
        while self.next.kind in {"word", "sign"} and self.next.text in _LEVELS[depth]:
            sign = self.take().text
            left = Operation(sign, left, self.level(depth + 1))
        return left

    def chain(self) -> Expression:
        """A term and what is asked of it: ``name.where(use = 'usual')[0].given``."""
        tree = self.term()
        while self.next.kind == "sign" and self.next.text in {".", "["}:
            if self.take().text == ".":
                tree = self.named(tree)
            else:
                tree = Item(tree, self.level(0))
                self.expect("]")
        return tree

    def term(self) -> Expression:
        token = self.next
        if token.kind == "word" and token.text not in {"true", "false"}:
            return self.named(This())
        self.take()
        if token.kind in {"text", "number"}:
            return Literal(token.text, is_number=token.kind == "number")
        if token.kind == "word":
            return Literal(token.text == "true")
        if token.kind == "constant":
            return Constant(token.text[1:])
        if token.kind == "this":
            return This()
        if token == Token("sign", "-") and self.next.kind == "number":
            return Literal("-" + self.take().text, is_number=True)
        if token == Token("sign", "("):
            tree = self.level(0)
            self.expect(")")
            return tree
        raise ViewError(f"the path has {token.text} where a value was meant")

    def named(self, target: Expression) -> Expression:
        if self.next.kind != "word":
            raise ViewError(f"the path has {self.next.text} where a name was meant")
        name = self.take().text
        if self.next != Token("sign", "("):
            return Member(target, name)
        self.take()
        arguments: list[Expression] = []
        while self.next != Token("sign", ")"):
            if arguments:
                self.expect(",")
            arguments.append(self.level(0))
        self.take()
        return Call(target, name, tuple(arguments))

    @property
    def next(self) -> Token:
        return self.tokens[0]

    def take(self) -> Token:
        # The end stays where it is, however often it is asked for.
        return self.tokens.pop(0) if len(self.tokens) > 1 else self.tokens[0]

    def expect(self, text: str) -> None:
        if self.next.kind == "text" or self.next.text != text:
            raise ViewError(f"the path has {self.next.text} where {text} was meant")
        self.take()
