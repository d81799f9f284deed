package org.coverslip.tile;

import java.util.List;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.real.FloatType;

/**
 * Values over a slide.
 *
 * @param image axes [x,y,c], a channel per label, NaN where no tile was
 * @param placement where its pixels lie on the slide
 * @param labels of the channels
 */
public record HeatMap(Img<FloatType> image, Placement placement, List<String> labels) {

    public HeatMap {
        labels = List.copyOf(labels);
    }
}
