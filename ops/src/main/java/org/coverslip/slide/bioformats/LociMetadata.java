package org.coverslip.slide.bioformats;

/** What is used of {@code loci.formats.meta.IMetadata}. Images are the reader's series. */
interface LociMetadata {

    /** May be null or empty. */
    String getImageName(int image);

    /** An {@code ome.units.quantity.Length}, or null. */
    Object getPixelsPhysicalSizeX(int image);

    /** An {@code ome.units.quantity.Length}, or null. */
    Object getPixelsPhysicalSizeY(int image);

    /** An {@code ome.units.quantity.Length}, or null. */
    Object getPixelsPhysicalSizeZ(int image);
}
