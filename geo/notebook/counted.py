"""A register of points, counted by place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import pandas as pd

from geo.model import GeoError, Language
from geo.notebook.frames import with_polygons
from geo.notebook.places import find_places
from geo.notebook.telling import told_in
from geo.registers import (
    Columns,
    Count,
    Every,
    count_points,
    counter_of,
    dask_engine,
    local_engine,
    plan_count,
    records,
)
from geo.registers import report as report_of

if TYPE_CHECKING:
    import geopandas

    from geo.notebook.places import Places

    Names: TypeAlias = str | Path | Iterable[str | Path]

_NO_FIGURES = ("adcode", "name_zh", "name_en", "period")
_FRAME = "frame.parquet"


@dataclass(frozen=True, eq=False)
class Counted:
    """The points of a register by place, with an account of every row.

    Examples
    --------
    >>> import geo, pandas as pd
    >>> sites = pd.DataFrame({"lon": [121.47, 116.4, 0], "lat": [31.23, 39.9, 0]})
    >>> counted = geo.count(sites, datum="wgs84")
    >>> counted
    <Counted 3 rows: 2 counted; zero: 1>
    >>> counted.to_frame().dropna(subset="count")["count"].to_dict()
    {'110000': 1, '310000': 1}
    """

    _count: Count = field(repr=False)
    report: dict[str, Any] = field(repr=False)

    def __repr__(self) -> str:
        count = self._count
        left = ", ".join(f"{why}: {n}" for why, n in count.not_counted.items() if n)
        more = f"; {left}" if left else ""
        return f"<Counted {count.rows} rows: {count.counted} counted{more}>"

    def to_frame(self) -> pd.DataFrame:
        """A row a place, and one for each category and period where they were asked for.

        Returns
        -------
        DataFrame
            Indexed by ``adcode``: ``name_zh``, ``name_en``, ``count`` (missing where no point lies:
            whether the register covers the place, nobody says), sum and mean of the weights, and
            ``per_10000_km2`` and ``per_million_people`` where areas and people are known.
        """
        count, columns = self._count, self._count.plan.columns
        frame = pd.DataFrame.from_records(records(count), index="adcode")
        texts = len(frame.columns) if not len(frame) else 2 + bool(columns.category)
        for name in frame.columns[texts:]:
            if name != "period":
                frame[name] = pd.to_numeric(frame[name])
        return frame.astype({"count": "Int64"})

    def to_geodataframe(self) -> geopandas.GeoDataFrame:
        """The same with the polygons of the places in WGS 84 (EPSG:4326)."""
        return with_polygons(self.to_frame(), self._count.plan.boundaries)


def count(
    files: Names | pd.DataFrame, *, datum: str | None = None, lon: str | None = None,
    lat: str | None = None, by: str = "", weight: str = "", date: str = "", every: Every = "year",
    boundaries: Places = "provinces", code: str | None = None, name: str | None = None,
    crs: str | None = None, engine: str = "local", scheduler: str | None = None,
    threads: int | None = None, language: Language = "en",
) -> Counted:  # fmt: skip
    """Count the points of a register by place; the options are those of ``province-atlas count``.

    Parameters
    ----------
    files
        A file, a folder or a pattern such as ``stations/*.csv``; several of them; or a frame of
        points: a GeoDataFrame, or columns with longitudes and latitudes (degrees).
    datum
        Of the coordinates: ``wgs84``, ``gcj02`` or ``bd09``. Nothing is counted without it.
    lon, lat
        The columns with longitudes and latitudes; found when left out.
    by, weight
        A column to count by, and one to add up and average.
    date, every
        A column with dates, to count by ``year``, ``quarter``, ``month`` or ``day``.
    boundaries, code, name, crs
        As in :func:`geo.join`.
    engine, scheduler
        ``local``, or ``dask`` with the address of a scheduler, ``tcp://host:8786``.
    threads
        Of the local engine; the cores when left out.
    language
        ``en`` or ``zh``: of errors.

    Returns
    -------
    Counted
        Counts by place; ``report`` says what became of every row.

    Raises
    ------
    DatumNeededError
        If no datum is given; the likely one is named.
    RegisterError, UnknownNameError
        If files or columns cannot be used.
    StoppedError
        If the count comes to no end; ``partial`` has what was counted until then.

    Examples
    --------
    >>> import geo, pandas as pd
    >>> sites = pd.DataFrame({"经度": [121.47, 121.5], "纬度": [31.23, 31.2], "owner": ["A", "B"]})
    >>> counted = geo.count(sites, datum="gcj02", by="owner").to_frame()
    >>> counted.loc["310000", ["owner", "count"]].to_numpy().tolist()
    [['A', 1], ['B', 1]]
    """
    with told_in(language), _named(files) as names:
        if engine not in ("local", "dask") or (engine == "dask") != (scheduler is not None):
            raise GeoError("cli.engine")
        plan = plan_count(
            names, datum=datum, columns=Columns(lon, lat, by, weight, date, every),
            boundaries=find_places(boundaries, code=code, name=name, crs=crs).load(),
        )  # fmt: skip
        if scheduler is not None:
            chosen = dask_engine(plan, scheduler)
        else:
            chosen = local_engine(counter_of(plan), threads=threads)
        counted = count_points(plan, engine=chosen)
        report = report_of(counted)
    if isinstance(files, pd.DataFrame):
        report["files"] = [{**file, "file": "frame"} for file in report["files"]]
    return Counted(counted, report)


@contextmanager
def _named(files: Names | pd.DataFrame) -> Iterator[list[str]]:
    """The names of files; a frame is written to one, since that is what is counted in parts."""
    if isinstance(files, str | Path):
        yield [str(files)]
    elif isinstance(files, pd.DataFrame):
        with TemporaryDirectory(prefix="atlas-") as folder:
            path = Path(folder) / _FRAME
            _written(files).to_parquet(path, index=False)
            yield [str(path)]
    else:
        yield [str(file) for file in files]


def _written(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame that Parquet can hold: cells of several kinds in one column are texts."""
    if any(label is not None for label in frame.index.names):
        frame = frame.reset_index()
    geometry = getattr(frame, "_geometry_column_name", None)
    mixed = {
        column: [None if cell is None or cell != cell else str(cell) for cell in cells]
        for column, cells in frame.items()
        if cells.dtype == object and column != geometry
    }
    frame = frame.assign(**cast("dict[str, Any]", mixed))
    return frame.set_axis(list(map(str, frame.columns)), axis="columns")
