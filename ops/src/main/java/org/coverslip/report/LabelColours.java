package org.coverslip.report;

import java.awt.Color;

/**
 * One colour per label, the same in every picture: the eight colours of Okabe and Ito (2008), which
 * people with colour vision deficiency can tell apart, then hues by the golden angle.
 */
public final class LabelColours {

    private static final int[] OKABE_ITO = {
        0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0xF0E442, 0x000000
    };
    private static final double GOLDEN = 0.6180339887;

    private LabelColours() {}

    /**
     * @param index of the label, from 0
     */
    public static Color of(int index) {
        if (index < OKABE_ITO.length) return new Color(OKABE_ITO[index]);
        return Color.getHSBColor((float) (index * GOLDEN % 1), 0.65f, 0.85f);
    }
}
