/**
 * The map on the app's page: what folium's script calls.
 * @module
 */
import { provinceAtlas } from "./atlas.js";

Object.assign(window, { provinceAtlas });
