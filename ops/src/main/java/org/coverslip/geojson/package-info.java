/** Annotations as GeoJSON (RFC 7946, in pixels instead of degrees), as QuPath writes it. */
package org.coverslip.geojson;
