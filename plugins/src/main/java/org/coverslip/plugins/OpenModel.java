package org.coverslip.plugins;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.coverslip.RefusedException;
import org.coverslip.classify.Classifier;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.network.Device;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.NetworkOptions;

/**
 * A bundle together with its loaded network.
 *
 * @param bundle what the network expects and means
 * @param network ready to run
 * @param engine name and versions of what runs it
 */
record OpenModel(ModelBundle bundle, Network network, String engine) implements AutoCloseable {

    /**
     * @param path of the model as the user wrote it
     * @param device {@code auto}, {@code cpu} or {@code gpu:N}
     * @param trust whether it may reach outside its graph
     * @throws RefusedException if it cannot be opened or does not classify
     */
    static OpenModel open(String path, String device, boolean trust) {
        return open(path, device, trust, Classifier::requireClassifier);
    }

    /**
     * Opens a model for another purpose.
     *
     * @param check refuses a model that is not for it, before the network is loaded
     */
    static OpenModel open(String path, String device, boolean trust, Consumer<ModelBundle> check) {
        Device where = Device.parse(device);
        NetworkEngine engine = Engines.get();
        ModelBundle bundle = Models.open(path(path), engine);
        try {
            check.accept(bundle);
            NetworkOptions options =
                    NetworkOptions.DEFAULT
                            .withSignature(bundle.signature().orElse(""))
                            .withDevice(where)
                            .withTrust(trust);
            return new OpenModel(bundle, engine.open(bundle.savedModel(), options), engine.name());
        } catch (RuntimeException | Error e) {
            bundle.close();
            throw e;
        }
    }

    /**
     * @throws RefusedException if the text cannot be a path on this system
     */
    static Path path(String text) {
        try {
            return Path.of(text.strip());
        } catch (java.nio.file.InvalidPathException e) {
            throw new RefusedException(
                    text, "this is not a path", "check it for odd characters", e);
        }
    }

    @Override
    public void close() {
        network.close();
        bundle.close();
    }
}
