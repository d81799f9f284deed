package org.coverslip.slide.bioformats;

import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/** Which of ImageIO's JPEG decoders Bio-Formats gets. */
// NB: Bio-Formats decodes the tiles of SVS files with whatever JPEG decoder ImageIO names first,
// and
// counts on Java's own: that one takes three components without any marker for RGB where their
// identifiers are R, G, B. With TwelveMonkeys' imageio-jpeg on the class path, whose decoder puts
// itself first, CMU-1-Small-Region.svs opens in wrong colours (mean 187.7 instead of 205.6),
// without
// a word.
final class JpegDecoders {

    private static final String JAVA = "com.sun.imageio.plugins.jpeg.JPEGImageReaderSpi";

    private JpegDecoders() {}

    /** Puts Java's own decoder before those that other libraries have registered. */
    static synchronized void preferJava() {
        IIORegistry registry = IIORegistry.getDefaultInstance();
        List<ImageReaderSpi> others = new ArrayList<>();
        ImageReaderSpi java = null;
        for (var i = ImageIO.getImageReadersByFormatName("JPEG"); i.hasNext(); ) {
            ImageReader reader = i.next();
            ImageReaderSpi spi = reader.getOriginatingProvider();
            reader.dispose();
            if (spi.getClass().getName().equals(JAVA)) java = spi;
            else if (java == null) others.add(spi);
        }
        if (java == null) return;
        for (ImageReaderSpi other : others) {
            registry.unsetOrdering(ImageReaderSpi.class, other, java);
            registry.setOrdering(ImageReaderSpi.class, java, other);
        }
    }
}
