package org.coverslip.network;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Loads the engine's own jars before anything the host has. Fiji keeps every plugin on one class
 * path, where an older {@code org.tensorflow} or {@code com.google.protobuf} may come first. The
 * host wins only for the Java platform and for the Coverslip packages both sides talk through.
 */
final class EngineClassLoader extends URLClassLoader {

    private static final String OWN = "org.coverslip.tensorflow.";

    static {
        registerAsParallelCapable();
    }

    EngineClassLoader(URL[] jars, ClassLoader host) {
        super("coverslip-engine", jars, host);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (hostFirst(name)) return super.loadClass(name, resolve);
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known == null) {
                try {
                    known = findClass(name);
                } catch (ClassNotFoundException e) {
                    known = super.loadClass(name, false);
                }
            }
            if (resolve) resolveClass(known);
            return known;
        }
    }

    private static boolean hostFirst(String name) {
        return name.startsWith("java.")
                || name.startsWith("javax.")
                || (name.startsWith("org.coverslip.") && !name.startsWith(OWN));
    }

    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own != null || service(name) ? own : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        Set<URL> found = new LinkedHashSet<>(Collections.list(findResources(name)));
        if (!service(name)) found.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(found);
    }

    // NB: a provider the host lists (its logger, its JSON library) implements the host's copy of
    // the interface, and ServiceLoader would fail on it with "not a subtype".
    private static boolean service(String name) {
        return name.startsWith("META-INF/services/");
    }
}
