"""Questions in Spark's SQL, where Ibis' own answers otherwise than DuckDB; needs no server."""

from typing import Any

import ibis
from ibis.backends.sql.compilers import PySparkCompiler
from ibis.backends.sql.compilers.base import STAR
from ibis.config import Config
from ibis.expr.datatypes import float64
from ibis.expr.operations import CountStar, Divide, Literal, Mean, TimestampRange, Value


class Options(Config):  # type: ignore[misc]  # Ibis ships no types
    """What Ibis wants to know of Spark, which it learns from its own back end only."""

    treat_nan_as_null: bool = False


ibis.options.pyspark = Options()


class SparkSQL(PySparkCompiler):  # type: ignore[misc]
    """Answers what DuckDB answers: counts of nothing are 0, quotients keep their digits."""

    def visit_NonNullLiteral(self, op: Literal, *, value: Any, dtype: Any) -> Any:
        """1.0 is a decimal there; days must stand as a Template finds them."""
        if dtype.is_timestamp():
            return self.f.anon.make_timestamp(*value.timetuple()[:6])
        written = super().visit_NonNullLiteral(op, value=value, dtype=dtype)
        return self.cast(written, dtype) if dtype.is_floating() else written

    def visit_TimestampRange(self, op: TimestampRange, *, start: Any, stop: Any, step: Any) -> Any:
        """Ibis' own repeats the sequence five times; ours wants `stop` after `start`."""
        return self.f.sequence(start, stop - step, step)

    def visit_CountStar(self, op: CountStar, *, arg: Any, where: Any) -> Any:
        """Of no rows Ibis' own is NULL, for it adds up."""
        return self.f.count(STAR) if where is None else self.f.count_if(where)

    def visit_Mean(self, op: Mean, *, arg: Any, where: Any) -> Any:
        """A mean of decimals keeps six digits there."""
        return self.agg.avg(self.exact(op.arg, arg), where=where)

    def visit_Divide(self, op: Divide, *, left: Any, right: Any) -> Any:
        """So does a quotient."""
        return super().visit_Divide(
            op, left=self.exact(op.left, left), right=self.exact(op.right, right)
        )

    def exact(self, of: Value, written: Any) -> Any:
        """A decimal as a number with all its digits."""
        return self.cast(written, float64) if of.dtype.is_decimal() else written
