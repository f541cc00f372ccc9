/** The part of Leaflet (1.9) that the scripts use; it comes as a global of its own script. */
declare namespace L {
  type Position = [x: number, y: number];

  class LatLng {
    lat: number;
    lng: number;
  }

  class Evented {
    on(types: string, told: (event: { originalEvent: PointerEvent }) => void): this;
    off(): this;
  }

  class Map extends Evented {
    options: { zoomAnimation: boolean; inertia: boolean; maxZoom: number };
    _zoomAnimated: boolean;
    _animatingZoom: boolean;
    keyboard: { disable(): void };
    doubleClickZoom: { disable(): void };
    zoomControl?: Control;
    getContainer(): HTMLElement;
    createPane(name: string): HTMLElement;
    getPane(name: string): HTMLElement;
    getSize(): { x: number; y: number };
    getCenter(): LatLng;
    getZoom(): number;
    removeLayer(layer: Layer): this;
    getZoomScale(to: number, from: number): number;
    panTo(at: LatLng, options: object): this;
    setView(middle: LatLng, zoom: number, options: object): this;
    zoomIn(): this;
    zoomOut(): this;
    latLngToContainerPoint(at: LatLng): { x: number; y: number };
    containerPointToLatLng(point: Position): LatLng;
    invalidateSize(animate: boolean): this;
    remove(): this;
  }

  class Layer extends Evented {
    addTo(map: Map): this;
  }

  class Path extends Layer {
    options: { fillColor?: string };
    setStyle(style: object): this;
    getElement(): Element;
  }

  class Polygon extends Path {
    getLatLngs(): LatLng[][][];
    setLatLngs(rings: LatLng[][][]): this;
  }

  class Marker extends Layer {
    setLatLng(at: LatLng): this;
  }

  class LayerGroup extends Layer {
    addLayer(layer: Layer): this;
    clearLayers(): this;
    removeLayer(layer: Layer): this;
  }

  class Control {
    remove(): this;
  }

  const DomEvent: {
    disableClickPropagation(node: HTMLElement): void;
  };

  const CRS: { Simple: object };
  function map(container: HTMLElement, options: object): Map;
  function latLng(lat: number, lng: number): LatLng;
  function layerGroup(): LayerGroup;
  function marker(at: LatLng, options: object): Marker;
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
