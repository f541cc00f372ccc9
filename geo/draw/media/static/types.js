/**
 * What geo/draw/media/web/ writes, and what the scripts share. Types only.
 * @module
 */

/** @typedef {"no_data" | "not_applicable" | "not_listed"} Absent why a place has no figure */

/**
 * A place's figure in words and colours.
 * @typedef {object} Place
 * @property {string} name
 * @property {string} fill colour of its class, as `#rrggbb`
 * @property {Absent | null} absent
 * @property {boolean} marked whether its outline says that the figure is estimated or the like
 * @property {string} [status] of a marked figure
 * @property {string[]} lines of the tip: figure; then rank, status and date, or why there is none
 * @property {string | null} [figure] in words
 * @property {string} owned first line of the tip of a part: whose figure it is; else empty
 * @property {string[]} label name and, where there are few figures, the figure
 * @property {string} ink colour of letters on its fill
 * @property {boolean} [yields] whether its label is shorter or left out where there is no room
 * @property {boolean} [lit] whether it is lit up, and those that are not are dimmed
 * @property {boolean} [plain] whether it is shown for its borders and name alone
 */

/**
 * A line of the legend.
 * @typedef {object} LegendEntry
 * @property {string} label
 * @property {number} count of places
 * @property {string} colour
 * @property {Swatch} swatch
 * @property {string} [status] of the figures that it marks
 * @property {string[]} [ramp] colours of a continuous scale, lowest first
 * @property {string} [ink] of letters on the colour, where a field of a square has it
 */

/** @typedef {"class" | "continuous" | "mark" | "none" | Absent} Swatch what a swatch shows */

/**
 * Two indicators, whose classes are the fields of a square that stands on its corner.
 * @typedef {object} Pair
 * @property {number} columns classes of the first, which rises to the right
 * @property {number} rows classes of the second, which rises to the left
 * @property {[string, string]} titles
 * @property {[string[], string[]]} edges of the classes
 */

/** @typedef {{ title: string, places: string, entries: LegendEntry[], pair?: Pair }} Legend */

/**
 * Points over the places: where they stand in the map's units, and how many each one is.
 * @typedef {object} Marks
 * @property {number[]} x
 * @property {number[]} y
 * @property {number[]} counts
 * @property {number} most largest of the counts
 * @property {boolean} arePoints whether each is one point
 * @property {number} shown the count that the legend shows
 * @property {string} label of that count
 */

/** @typedef {{ ground: string, lines: string }} Hatching colours of places without a figure */

/**
 * Words of the map itself: names of its buttons and of the inset, what its keys do, that a place
 * is selected, how wheel and fingers move it; the country, the way from it down to what is shown,
 * and what is said of a part of it that is come to.
 * @typedef {{ inset: string, zoomIn: string, zoomOut: string, home: string, map: string,
 *   selected: string, wheel: string, touch: string, country?: string, trail?: string,
 *   arrived?: string }} MapWords
 */

/**
 * What repaints the map.
 * @typedef {object} Message
 * @property {string} id follows the content
 * @property {"en" | "zh"} language
 * @property {string | null} selected code of the selected place
 * @property {Record<string, Place>} places by code
 * @property {Legend} legend
 * @property {Record<string, string>} parts names by code of what groups were dissolved from
 * @property {Hatching} noData
 * @property {MapWords} words
 * @property {number} [seq] number of the last of the user's changes that the page has seen
 * @property {Marks} [marks]
 * @property {Film} [film]
 * @property {{ now: Series | null }} [series] of the places; it may come later
 */

/**
 * The figures of places through all periods, and of all places together.
 * @typedef {object} Series
 * @property {string[]} periods
 * @property {number[]} x years since the first
 * @property {string[]} labels the periods in words
 * @property {boolean} yearly whether a year that is left out is a gap
 * @property {Record<string, { v: (number | null)[], ends: [string, string], o?: number[] }>} places
 *   by code: figures, the first and the last in words, and which are hollow
 * @property {{ v: (number | null)[], told: string, texts: (string | null)[] | null } | null} all
 *   of all places together; with texts where they are compared in one scale
 * @property {Record<"end" | "spoken" | "thin" | "thin_indexed" | "same_scale" | "indexed"
 *   | "hollow" | "gap", string>} words
 */

/**
 * A period of a film; its message has what differs between periods. Without one it is not there
 * yet.
 * @typedef {object} Frame
 * @property {string} period
 * @property {string} label the period in words
 * @property {Pick<Message, "id" | "places" | "legend">} [message]
 */

/**
 * @typedef {object} Film
 * @property {string} id follows the content, whichever frame is shown
 * @property {number} at index of the frame shown first
 * @property {boolean} [isApart] whether what is shown first is not that frame but something else of
 *   its period
 * @property {Frame[]} frames
 * @property {{ play: string, pause: string, period: string }} words
 */

/** @typedef {[x: number, y: number]} Point in the map's units, northwards */

/** @typedef {Point[][][]} Polygons polygons of rings of points; a polygon's first ring is its outer */

/** @typedef {[west: number, south: number, east: number, north: number]} Bounds */

/**
 * @typedef {object} Properties of a place's shape
 * @property {string} adcode
 * @property {Point} label where its name stands
 * @property {number} room radius of the largest circle round the label
 * @property {boolean} small whether it is too small to point at
 */

/**
 * The places' shapes.
 * @typedef {object} Geometry
 * @property {"FeatureCollection"} type
 * @property {Feature[]} features
 * @property {{ adcode: string, group: string, rings: Polygons }[]} parts of groups
 * @property {Polygons[]} [around] places about a part of the country, which have no figures
 * @property {Bounds} bounds of the first view
 * @property {Bounds | null} inset bounds of the South China Sea
 */

/**
 * @typedef {object} Feature
 * @property {"Feature"} type
 * @property {Properties} properties
 * @property {{ type: "MultiPolygon", coordinates: Polygons }} geometry
 */

/**
 * Shapes as they are sent: every border once.
 * @typedef {object} PackedGeometry
 * @property {"FeatureCollection"} type
 * @property {number} steps of a unit
 * @property {string[]} arcs lines in steps, in letters
 * @property {PackedFeature[]} features
 * @property {{ adcode: string, group: string, rings: Shape }[]} parts
 * @property {Shape[]} around
 * @property {Bounds} bounds
 * @property {Bounds | null} inset
 */

/**
 * @typedef {object} PackedFeature
 * @property {"Feature"} type
 * @property {Properties} properties
 * @property {{ type: "MultiPolygon", arcs: Shape }} geometry
 */

/**
 * Numbers of arcs by parts and rings; ~n is arc n from its end to its start.
 * @typedef {number[][][]} Shape
 */

/**
 * All that lies in a province, in the plane of the country's map.
 * @typedef {object} Levels
 * @property {string} province
 * @property {Bounds} bounds of its main part
 * @property {number} steps of a unit
 * @property {string[]} arcs lines in steps, in letters
 * @property {LevelPlace[]} places first the prefectures, then the counties
 */

/**
 * @typedef {object} LevelPlace
 * @property {string} adcode
 * @property {"prefecture" | "county"} level
 * @property {string} parent the place of the next level above
 * @property {{ en: string, zh: string }} names
 * @property {Point} label where a name stands
 * @property {number} room from there to the border, in units
 * @property {Shape} arcs
 */

/**
 * Places that lie over the country: those that divide a part of it.
 * @typedef {object} Over
 * @property {string} key tells sheets apart
 * @property {string} name of the part
 * @property {Geometry} geometry
 * @property {Message} message
 */

/**
 * What is drawn at one level: places with what they show, in panes of their own.
 * @typedef {Over & {
 *   map: L.Map,
 *   pane: HTMLElement,
 *   names: HTMLElement,
 *   group: L.LayerGroup,
 *   layers: Map<string, L.Polygon>,
 *   labels: import("./labels.js").Labels,
 *   current: string | null,
 *   painted: string,
 *   view?: { middle: L.LatLng, zoom: number } | null,
 * }} Sheet painted: id of the message that it shows; view: how it was left, where the user had
 *   moved it
 */

/** @typedef {"province" | "prefecture" | "county"} Level */

/**
 * What divides a province: places of this level, and those of them that are divided in turn; and
 * where their shapes are.
 * @typedef {Record<string, { level: Level, divided: string[], file: string }>} Ways by province
 */

/**
 * A map that is drawn: its shapes, and what they show now; of several sheets those of the top one.
 * @typedef {object} Atlas
 * @property {L.Map} map
 * @property {import("./sheets.js").Sheets} sheets
 * @property {Geometry} geometry
 * @property {Map<string, L.Polygon>} layers by the place's code
 * @property {Message} message
 * @property {(adcode: string, event?: PointerEvent) => void} choose told when a place is chosen
 * @property {(adcode: string) => boolean} open goes into a place, if something divides it
 * @property {(to?: number) => boolean} rise goes up, by one sheet or to one, if there is any
 * @property {Outlines} outlines
 * @property {string | null} current code of the place that the keys go on from
 * @property {string} prefix of the ids of its hatches
 * @property {AbortSignal} signal that it is taken away, with all that listens for it
 */

/**
 * @typedef {object} Outlines
 * @property {(places: [adcode: string, status: string | undefined][]) => void} mark draws a broken
 *   line round places with figures of a marked status
 * @property {(kind: "lit" | "selected" | "pointed", adcodes: string | string[] | null) => void} show
 */

/**
 * A place that is pointed at: where its tip stands, in pixels of the frame, if it has one; the part
 * of it; and what points at it.
 * @typedef {{ adcode: string, at: Point | null, part?: string,
 *   by: "mouse" | "finger" | "keys" | "chip" | "page" }} Pointed
 */

/**
 * @typedef {object} Pointing
 * @property {(next: Pointed) => void} point
 * @property {(by?: Pointed["by"]) => void} leave lets go what is pointed at in this way, or in any
 * @property {() => void} paint
 * @property {() => Pointed | null} pointed
 */

/**
 * @typedef {object} View
 * @property {() => void} settle after a change of what stands round the map
 * @property {() => void} reset back to the whole map
 * @property {(left: Sheet, arrived: () => void) => void} change goes to the sheet that is on top now
 */

/**
 * @typedef {Record<"trail" | "buttons" | "legend" | "chips" | "inset" | "shelf", HTMLElement>
 *   & { arrange: () => void }} Boxes
 */

/**
 * What a drawn map can be told.
 * @typedef {object} Drawing
 * @property {(message: Message, over?: Over[]) => void} paint shows what a message says, and what
 *   lies over it
 * @property {(adcode: string | null) => void} point outlines a place as if the pointer were on it
 * @property {() => void} settle tells a step of a film that waits to be told
 */

/**
 * Who hears what the user does.
 * @typedef {object} Host
 * @property {(adcode: string) => void} onSelect called with the place that is chosen
 * @property {(adcode: string) => boolean} opens whether something divides a place
 * @property {(adcode: string) => void} onOpen called with the place that is to be gone into
 * @property {(depth: number) => void} onRise called with the sheet to go up to; the country is 0
 * @property {(adcode: string | null) => void} onPoint called with the place that is pointed at
 * @property {(period: string) => number | void} onPeriod called with the period at which a film
 *   stands still
 * @property {(period: string) => void} onFrame called with each period that a film shows
 * @property {() => void} onFilm called when a film is about to be used
 */

export {};
