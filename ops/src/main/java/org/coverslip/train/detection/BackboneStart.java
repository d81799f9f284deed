package org.coverslip.train.detection;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.coverslip.RefusedException;
import org.coverslip.model.WeightsDigest;
import org.coverslip.model.step.Step;
import org.coverslip.network.KerasModel;
import org.coverslip.network.NetworkEngine;
import org.coverslip.report.Numbers;
import org.coverslip.train.Blueprint;
import org.coverslip.train.TransferStart;
import org.coverslip.train.architecture.CentreTransfer;

/**
 * A network that somebody trained for something else.
 *
 * @param start its file, and what of it may change
 * @param sha256 of the file
 * @param channels that it takes; empty where its file does not say
 * @param transfer to a detector
 * @param filters a quarter of those of each new layer
 */
record BackboneStart(
        TransferStart start,
        String sha256,
        OptionalInt channels,
        CentreTransfer transfer,
        int filters)
        implements CentreStart {

    /**
     * @throws RefusedException if it is no Keras file, or none that can become a detector
     */
    static BackboneStart of(NetworkEngine engine, TransferStart start, int filters) {
        KerasModel base = start.read(engine);
        try {
            return new BackboneStart(
                    start,
                    WeightsDigest.ofFile(start.model()),
                    TransferStart.channels(base),
                    start.centres(base, engine),
                    filters);
        } catch (IOException e) {
            throw new RefusedException(start.model(), "it cannot be read", "check the file", e);
        }
    }

    @Override
    public int multiple() {
        return transfer.multiple();
    }

    @Override
    public Optional<List<Step>> steps() {
        return Optional.empty();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "network",
                "transfer-" + filters,
                "start",
                sha256,
                "freeze",
                start.freeze(),
                "factor",
                Numbers.text(start.factor()));
    }

    @Override
    public List<String> notes() {
        return transfer.notes();
    }

    @Override
    public Blueprint network(int channels, int classes) {
        return Blueprint.transferred("centres", transfer.heads(classes, filters), start.factor());
    }
}
