/** The part of Leaflet (1.9) that the scripts use; it comes as a global of its own script. */
declare namespace L {
  type Position = [x: number, y: number];

  class LatLng {
    lat: number;
    lng: number;
  }

  class LatLngBounds {
    getCenter(): LatLng;
  }

  class Evented {
    on(types: string, told: () => void): this;
  }

  class Map extends Evented {
    getContainer(): HTMLElement;
    createPane(name: string): HTMLElement;
    getPane(name: string): HTMLElement;
    getSize(): { x: number; y: number };
    getZoom(): number;
    getZoomScale(to: number, from: number): number;
    fitBounds(bounds: LatLngBounds, options: object): this;
    panBy(offset: Position, options: object): this;
    latLngToContainerPoint(at: LatLng): { x: number; y: number };
    containerPointToLatLng(point: Position): LatLng;
    invalidateSize(animate: boolean): this;
    remove(): this;
  }

  class Layer extends Evented {
    addTo(map: Map): this;
    bindTooltip(content: () => HTMLElement, options: object): this;
    openTooltip(at?: LatLng): this;
    closeTooltip(): this;
  }

  class Path extends Layer {
    setStyle(style: object): this;
    bringToFront(): this;
    getElement(): Element;
  }

  class Polygon extends Path {
    getBounds(): LatLngBounds;
  }

  class LayerGroup extends Layer {
    addLayer(layer: Layer): this;
    clearLayers(): this;
  }

  class Control {
    static extend(members: object): new () => Control;
    addTo(map: Map): this;
  }

  const DomEvent: {
    disableClickPropagation(node: HTMLElement): void;
    disableScrollPropagation(node: HTMLElement): void;
  };

  const CRS: { Simple: object };
  function map(container: HTMLElement, options: object): Map;
  function latLng(lat: number, lng: number): LatLng;
  function latLngBounds(a: LatLng, b: LatLng): LatLngBounds;
  function layerGroup(): LayerGroup;
  function marker(at: LatLng, options: object): Layer;
  function divIcon(options: object): object;
  function canvas(options: object): object;
  function circleMarker(at: LatLng, options: object): Path;
  function polygon(rings: LatLng[][][], options: object): Polygon;
  function geoJSON<Feature>(
    collection: { features: Feature[] },
    options: {
      coordsToLatLng(point: [number, number]): LatLng;
      onEachFeature?(feature: Feature, layer: Polygon): void;
      [option: string]: unknown;
    },
  ): LayerGroup;
}
