package org.coverslip.train.detection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.coverslip.detect.Box;
import org.coverslip.detect.Detection;
import org.coverslip.detect.decode.CentreHeat;
import org.coverslip.detect.decode.OutputLayout;
import org.coverslip.detect.decode.Outputs;
import org.coverslip.detect.suppress.HardSuppression;
import org.coverslip.evaluate.detection.DetectionQuality;
import org.coverslip.evaluate.detection.ScoredImage;
import org.coverslip.evaluate.detection.Truth;
import org.coverslip.network.Tensor;
import org.coverslip.train.architecture.PixelArchitectures;
import org.coverslip.train.loop.Measure;

/** mAP at an overlap of 0.5 over the crops of a set, as they would be detected. */
final class CropPrecision implements Measure {

    private static final double LEAST = 0.05;
    private static final int MOST = 2000;

    private final int edge;
    private final int classes;

    CropPrecision(int edge, int classes) {
        this.edge = edge;
        this.classes = classes;
    }

    @Override
    public String name() {
        return "ap50";
    }

    @Override
    public Pass begin() {
        return new Pass() {
            private final List<ScoredImage> images = new ArrayList<>();

            @Override
            public void add(Map<String, Tensor> outputs, Map<String, Tensor> targets) {
                images.addAll(images(outputs, targets));
            }

            @Override
            public double value() {
                return new DetectionQuality(images, classes, MOST).meanAveragePrecision(0.5);
            }
        };
    }

    private List<ScoredImage> images(Map<String, Tensor> outputs, Map<String, Tensor> targets) {
        OutputLayout declared =
                new OutputLayout(Map.of(), edge, edge, OptionalInt.of(classes), Map.of());
        Outputs found = Outputs.of(new LinkedHashMap<>(outputs), declared);
        List<ScoredImage> images = new ArrayList<>();
        for (int i = 0; i < outputs.get(PixelArchitectures.HEAT).shape()[0]; i++) {
            List<Detection> all = new CentreHeat().decode(found, i, LEAST);
            images.add(
                    new ScoredImage(
                            truth(targets, i), new HardSuppression(0.5, false, MOST).apply(all)));
        }
        return images;
    }

    private List<Truth> truth(Map<String, Tensor> targets, int sample) {
        int n = edge / CentreTargets.CELL;
        float[] at = targets.get(PixelArchitectures.EXTENT + "/weight").floats();
        float[] size = targets.get(PixelArchitectures.EXTENT).floats();
        float[] offset = targets.get(PixelArchitectures.OFFSET).floats();
        float[] heat = targets.get(PixelArchitectures.HEAT).floats();
        List<Truth> truth = new ArrayList<>();
        for (int cell = 0; cell < n * n; cell++) {
            int i = sample * n * n + cell;
            if (at[i] == 0) continue;
            int label = 0;
            for (int c = 1; c < classes; c++) {
                if (heat[i * classes + c] > heat[i * classes + label]) label = c;
            }
            double x = (cell % n + offset[2 * i]) * CentreTargets.CELL;
            double y = (cell / n + offset[2 * i + 1]) * CentreTargets.CELL;
            double w = size[2 * i] * CentreTargets.CELL;
            double h = size[2 * i + 1] * CentreTargets.CELL;
            Box box = Box.centred(x, y, w, h).clip(edge, edge);
            truth.add(new Truth(box, label));
        }
        return truth;
    }
}
