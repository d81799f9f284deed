package org.coverslip.detect.decode;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coverslip.detect.Detection;
import org.scijava.plugin.Plugin;

/**
 * CenterNet (Zhou et al. 2019, arXiv 1904.07850): a heat map {@code [b, h, w, classes]} after its
 * sigmoid, sizes {@code [b, h, w, 2]} (width, height) and offsets {@code [b, h, w, 2]} (x, y), all
 * in cells of the map. A centre is a cell that is not below its eight neighbours.
 *
 * <p>Names: {@code heat}, {@code size} and {@code offset}, or what the bundle's decoder says under
 * these keys. A single output {@code [b, h, w, classes + 4]} holds them in this order.
 */
@Plugin(type = Decoder.class)
public final class CentreHeat implements Decoder {

    @Override
    public String name() {
        return "centre-heat";
    }

    @Override
    public String layout() {
        return "CenterNet: heat [b, h, w, classes], size [b, h, w, 2], offset [b, h, w, 2]";
    }

    @Override
    public boolean fits(OutputLayout outputs) {
        boolean asked = outputs.hint("name").filter(name()::equals).isPresent();
        if (asked && outputs.only().isPresent()) return isWhole(outputs.only().get());
        return Names.of(outputs).isPresent();
    }

    /** NB: an extent of -1 is known once the network has run. */
    private static boolean isWhole(long[] shape) {
        return shape.length == 4 && (shape[3] < 0 || shape[3] > 4);
    }

    private record Names(String heat, String size, String offset) {

        static Optional<Names> of(OutputLayout outputs) {
            Names names =
                    new Names(
                            outputs.hint("heat").orElse("heat"),
                            outputs.hint("size").orElse("size"),
                            outputs.hint("offset").orElse("offset"));
            Map<String, long[]> shapes = outputs.shapes();
            boolean fits =
                    isMap(shapes.get(names.heat), -1)
                            && isMap(shapes.get(names.size), 2)
                            && isMap(shapes.get(names.offset), 2);
            return fits ? Optional.of(names) : Optional.empty();
        }

        private static boolean isMap(long[] shape, int channels) {
            return shape != null && shape.length == 4 && (channels < 0 || shape[3] == channels);
        }
    }

    /** Three maps, or three parts of one. */
    private record Maps(Values heat, int classes, Values size, int sizeAt, Values offset, int at) {

        static Maps of(Outputs outputs, int sample) {
            if (outputs.layout().only().isPresent()) {
                Values all = outputs.only(sample);
                int classes = all.extent(2) - 4;
                return new Maps(all, classes, all, classes, all, classes + 2);
            }
            Names names = Names.of(outputs.layout()).orElseThrow();
            Values heat = outputs.values(names.heat, sample);
            return new Maps(
                    heat,
                    heat.extent(2),
                    outputs.values(names.size, sample),
                    0,
                    outputs.values(names.offset, sample),
                    0);
        }

        boolean isPeak(int y, int x, int c) {
            float v = heat.at(y, x, c);
            for (int j = Math.max(0, y - 1); j <= Math.min(heat.extent(0) - 1, y + 1); j++) {
                for (int i = Math.max(0, x - 1); i <= Math.min(heat.extent(1) - 1, x + 1); i++) {
                    float other = heat.at(j, i, c);
                    // NB: of equal neighbours the first one is the centre, so that a flat top is
                    // one
                    // object.
                    boolean before = j < y || j == y && i < x;
                    if (other > v || other == v && before) return false;
                }
            }
            return true;
        }
    }

    @Override
    public List<Detection> decode(Outputs outputs, int sample, double threshold) {
        Maps maps = Maps.of(outputs, sample);
        OutputLayout layout = outputs.layout();
        int rows = maps.heat.extent(0);
        int columns = maps.heat.extent(1);
        double sx = (double) layout.width() / columns;
        double sy = (double) layout.height() / rows;
        Findings found = new Findings(maps.heat.name(), layout);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                for (int c = 0; c < maps.classes; c++) {
                    float score = maps.heat.at(y, x, c);
                    if (Float.isNaN(score)) throw Rows.notFinite(maps.heat.name(), y * columns + x);
                    if (score < threshold || !maps.isPeak(y, x, c)) continue;
                    double cx = (x + maps.offset.at(y, x, maps.at)) * sx;
                    double cy = (y + maps.offset.at(y, x, maps.at + 1)) * sy;
                    double w = maps.size.at(y, x, maps.sizeAt) * sx / 2;
                    double h = maps.size.at(y, x, maps.sizeAt + 1) * sy / 2;
                    found.add(y * columns + x, cx - w, cy - h, cx + w, cy + h, c, score);
                }
            }
        }
        return found.list();
    }
}
