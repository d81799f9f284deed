package org.coverslip.slide.bioformats;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.coverslip.RefusedException;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.cells.PixelType;

/** The Bio-Formats library on the class path. */
final class BioFormats {

    private static final String READER = "loci.formats.ImageReader";
    private static final String TOOLS = "loci.formats.FormatTools";
    private static final String SERVICES = "loci.common.services.ServiceFactory";
    private static final String OMEXML = "loci.formats.services.OMEXMLService";
    private static final String UNITS = "ome.units.UNITS";
    private static final String UNIT = "ome.units.unit.Unit";

    private final ClassLoader loader;
    private final String name;

    private BioFormats(ClassLoader loader) {
        this.loader = loader;
        QuietLog.in(loader);
        name = "Bio-Formats " + version(loader);
    }

    /** The library that the thread's context class loader sees, or else this class's loader. */
    static Optional<BioFormats> find() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader own = BioFormats.class.getClassLoader();
        if (context != null && sees(context)) return Optional.of(new BioFormats(context));
        return sees(own) ? Optional.of(new BioFormats(own)) : Optional.empty();
    }

    /**
     * As {@link #find}, for a file that needs it.
     *
     * @throws RefusedException if there is none
     */
    static BioFormats require(Path file) {
        return find().orElseThrow(
                        () ->
                                new RefusedException(
                                        file,
                                        "Bio-Formats is not on the class path",
                                        "open it in Fiji, which brings Bio-Formats"));
    }

    /** {@code Bio-Formats 8.0.0}. */
    String name() {
        return name;
    }

    /** A new reader that has no file yet. */
    LociReader newReader() {
        LociReader reader = Binding.of(LociReader.class, newInstance(READER), name);
        reader.setFlattenedResolutions(false);
        reader.setOriginalMetadataPopulated(false);
        return reader;
    }

    /** An empty OME-XML store, for {@link LociReader#setMetadataStore}. */
    Object newStore() {
        Object services = newInstance(SERVICES);
        Class<?> service = type(OMEXML);
        Object omexml =
                call(method(services.getClass(), "getInstance", Class.class), services, service);
        return call(method(service, "createOMEXMLMetadata"), omexml);
    }

    /** What a filled store says. */
    LociMetadata metadata(Object store) {
        return Binding.of(LociMetadata.class, store, name);
    }

    /**
     * @param x an {@code ome.units.quantity.Length}, or null
     * @param y likewise
     * @return empty where one is missing, or no length, or impossible
     */
    Optional<PixelSize> pixelSize(Object x, Object y) {
        Optional<Double> width = micrometres(x);
        Optional<Double> height = micrometres(y);
        if (width.isEmpty() || height.isEmpty()) return Optional.empty();
        return PixelSize.of(width.get(), height.get(), "um");
    }

    /**
     * @param length an {@code ome.units.quantity.Length}, or null
     * @return micrometres; empty where it is missing, or no length, or impossible
     */
    OptionalDouble length(Object length) {
        return micrometres(length)
                .map(um -> PixelSize.micrometres(um, "um"))
                .orElse(OptionalDouble.empty());
    }

    /** One of Bio-Formats' pixel types; empty for those that are no real numbers. */
    Optional<PixelType> pixelType(int code) {
        String type =
                (String) call(method(type(TOOLS), "getPixelTypeString", int.class), null, code);
        return switch (type.toLowerCase(Locale.ROOT)) {
            // NB: Bio-Formats gives a byte per pixel for 1 bit images, 0 or 1.
            case "bit", "uint8" -> Optional.of(PixelType.UINT8);
            case "int8" -> Optional.of(PixelType.INT8);
            case "uint16" -> Optional.of(PixelType.UINT16);
            case "int16" -> Optional.of(PixelType.INT16);
            case "uint32" -> Optional.of(PixelType.UINT32);
            case "int32" -> Optional.of(PixelType.INT32);
            case "float" -> Optional.of(PixelType.FLOAT32);
            case "double" -> Optional.of(PixelType.FLOAT64);
            default -> Optional.empty();
        };
    }

    /** The format that Bio-Formats takes the file for; empty if none. */
    Optional<String> format(Path file) {
        try (LociReader reader = newReader()) {
            return Optional.of(reader.getFormat(file.toString()));
        } catch (RefusedException e) {
            throw e;
        } catch (IOException | RuntimeException | LinkageError e) {
            // NB: an unknown format is an exception in Bio-Formats, and broken files make some of
            // its detectors throw others.
            return Optional.empty();
        }
    }

    private Optional<Double> micrometres(Object length) {
        if (length == null) return Optional.empty();
        Object micrometre;
        try {
            micrometre = type(UNITS).getField("MICROMETER").get(null);
        } catch (ReflectiveOperationException e) {
            throw Binding.misfit(name, "field " + UNITS + ".MICROMETER", e);
        }
        Method value = method(length.getClass(), "value", type(UNIT));
        // NB: null where the unit is no length, such as pixels.
        Number number = (Number) call(value, length, micrometre);
        return Optional.ofNullable(number).map(Number::doubleValue);
    }

    private static boolean sees(ClassLoader loader) {
        try {
            Class.forName(READER, false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static String version(ClassLoader loader) {
        try {
            return (String) Class.forName(TOOLS, true, loader).getField("VERSION").get(null);
        } catch (ReflectiveOperationException | LinkageError e) {
            return "(unknown version)";
        }
    }

    private Class<?> type(String className) {
        try {
            return Class.forName(className, true, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw Binding.misfit(name, "class " + className, e);
        }
    }

    private Object newInstance(String className) {
        try {
            return type(className).getConstructor().newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw Binding.misfit(name, "constructor " + className + "()", e);
        }
    }

    private Method method(Class<?> type, String method, Class<?>... parameters) {
        try {
            return type.getMethod(method, parameters);
        } catch (NoSuchMethodException e) {
            throw Binding.misfit(name, "method " + type.getName() + "." + method, e);
        }
    }

    private Object call(Method method, Object target, Object... args) {
        try {
            return method.invoke(target, args);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw Binding.misfit(name, "working method " + method.getName(), e);
        }
    }
}
