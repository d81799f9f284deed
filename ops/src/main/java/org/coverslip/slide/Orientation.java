package org.coverslip.slide;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.view.Views;

/**
 * The eight ways in which TIFF tag 274 and EXIF let a picture lie in its file (TIFF 6.0, page 36).
 */
public final class Orientation {

    private Orientation() {}

    /**
     * The picture as it is meant to be seen: a view, nothing is copied.
     *
     * @param image axes [x,y,...]
     * @param orientation 1 to 8; anything else counts as 1, as libtiff and Pillow do
     * @return axes [x,y,...] from 0; for 5 to 8 width and height change places
     */
    public static <T> RandomAccessibleInterval<T> upright(
            RandomAccessibleInterval<T> image, int orientation) {
        RandomAccessibleInterval<T> turned =
                switch (orientation) {
                    case 2 -> Views.invertAxis(image, 0);
                    case 3 -> Views.invertAxis(Views.invertAxis(image, 0), 1);
                    case 4 -> Views.invertAxis(image, 1);
                    case 5 -> Views.permute(image, 0, 1);
                    case 6 -> Views.invertAxis(Views.permute(image, 0, 1), 0);
                    case 7 -> Views.invertAxis(Views.invertAxis(Views.permute(image, 0, 1), 0), 1);
                    case 8 -> Views.invertAxis(Views.permute(image, 0, 1), 1);
                    default -> image;
                };
        return Views.zeroMin(turned);
    }
}
