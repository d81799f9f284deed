package org.coverslip.job;

import java.util.Locale;
import org.coverslip.RefusedException;

/** Which part of an image is classified. */
public enum Region {
    /** On slides the tiles that hold tissue; other images as a whole. */
    TISSUE,
    /** Everything. */
    ALL,
    /** Each ROI of an image; on slides the tiles inside ROIs and annotations. */
    ROIS;

    /**
     * @throws RefusedException if the word is not one of tissue, all, rois
     */
    public static Region parse(String text) {
        for (Region region : values()) {
            if (region.toString().equals(text.strip())) return region;
        }
        throw new RefusedException(
                "region=" + text, "this is not a choice", "use tissue, all or rois");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
