package org.coverslip.explain;

import java.util.ArrayList;
import java.util.List;
import org.coverslip.report.Numbers;
import org.coverslip.report.Table;

/** The rows of explanations.csv: one per picture and label. */
final class ExplanationRows {

    static final String FILE = "explanations.csv";

    static final List<String> COLUMNS =
            List.of(
                    "image",
                    "object",
                    "plane",
                    "x",
                    "y",
                    "width",
                    "height",
                    "label",
                    "probability",
                    "method",
                    "layer",
                    "raw_max",
                    "peak_x",
                    "peak_y",
                    "centroid_x",
                    "centroid_y",
                    "in_tissue",
                    "in_rois",
                    "rois_share",
                    "pointing");

    private final List<List<String>> rows = new ArrayList<>();
    private final String method;
    private final String layer;
    private double tissue;
    private double rois;
    private double hits;
    private int withTissue;
    private int withRois;
    private int pointed;

    ExplanationRows(String method, String layer) {
        this.method = method;
        this.layer = layer;
    }

    /** What was explained: where it lies in the full image, pixels. */
    record Place(String image, String object, int plane, double x, double y, double w, double h) {}

    void add(Place place, String label, double probability, double rawMax, HeatMass mass) {
        List<String> row = new ArrayList<>();
        row.addAll(List.of(place.image(), place.object(), Integer.toString(place.plane())));
        for (double v : new double[] {place.x(), place.y(), place.w(), place.h()}) {
            row.add(Numbers.text(v));
        }
        row.addAll(List.of(label, Numbers.text(probability), method, layer));
        double[] values = {
            rawMax,
            mass.peakX(),
            mass.peakY(),
            mass.centroidX(),
            mass.centroidY(),
            mass.inTissue(),
            mass.inRois(),
            mass.roisShare(),
            mass.hit()
        };
        for (double v : values) row.add(text(v));
        rows.add(row);
        count(mass);
    }

    private void count(HeatMass mass) {
        if (!Double.isNaN(mass.inTissue())) {
            tissue += mass.inTissue();
            withTissue++;
        }
        if (!Double.isNaN(mass.inRois())) {
            rois += mass.inRois();
            withRois++;
        }
        if (!Double.isNaN(mass.hit())) {
            hits += mass.hit();
            pointed++;
        }
    }

    /** What was not looked for stays an empty cell. */
    static String text(double value) {
        return Double.isNaN(value) ? "" : Numbers.text(value);
    }

    /** Means over the rows so far, as cells of summary.csv: in_tissue, in_rois, pointing. */
    List<String> means() {
        return List.of(
                text(withTissue == 0 ? Double.NaN : tissue / withTissue),
                text(withRois == 0 ? Double.NaN : rois / withRois),
                text(pointed == 0 ? Double.NaN : hits / pointed));
    }

    Table table() {
        return new Table(COLUMNS, rows);
    }
}
