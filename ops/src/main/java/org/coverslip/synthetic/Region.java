package org.coverslip.synthetic;

import java.util.Locale;

/** What a place on a slide is; the ordinal is the value in label images. */
public enum Region {
    /** Glass. */
    BACKGROUND,
    /** Crowded, large, uneven, dark nuclei. */
    TUMOUR,
    /** Glands and round nuclei at moderate density. */
    NORMAL,
    /** Fibres with spindle nuclei. */
    STROMA,
    /** Empty fat cells with thin walls; only in slides of textures. */
    FAT,
    /** Small, round, dark nuclei, close together; only in slides of textures. */
    LYMPHOID;

    /** As in the truth files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
