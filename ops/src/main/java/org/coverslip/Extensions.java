package org.coverslip;

import java.util.List;
import java.util.Optional;
import org.scijava.InstantiableException;
import org.scijava.plugin.DefaultPluginFinder;
import org.scijava.plugin.PluginIndex;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.SciJavaPlugin;

/** Finds what was added to a family of readers or decoders by a {@code @Plugin} annotation. */
public final class Extensions {

    private Extensions() {}

    /**
     * One instance of every plugin of a family on the class path, the highest priority first. No
     * SciJava context is needed.
     *
     * @param family the interface that the annotation names as its type
     */
    public static <T extends SciJavaPlugin> List<T> of(Class<T> family) {
        PluginIndex index = new PluginIndex(new DefaultPluginFinder(family.getClassLoader()));
        index.discover();
        return index.getPlugins(family).stream().flatMap(i -> instance(i).stream()).toList();
    }

    private static <T extends SciJavaPlugin> Optional<T> instance(PluginInfo<T> info) {
        try {
            return Optional.of(info.createInstance());
        } catch (InstantiableException e) {
            // NB: one broken plugin must not take the others with it.
            System.getLogger(Extensions.class.getName())
                    .log(System.Logger.Level.WARNING, "unusable: " + info.getClassName(), e);
            return Optional.empty();
        }
    }
}
