import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.uk.UkrainianMorfologikAnalyzer;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.analysis.AbstractIndexAnalyzerProvider;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;
import org.apache.lucene.analysis.Analyzer;

/** The analyzer "ukrainian" for a test node: Lucene's, under the name and with the setting of Elastic's own plugin. */
public class UkrainianPlugin extends Plugin implements AnalysisPlugin {

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        return Map.of("ukrainian", Provider::new);
    }

    static final class Provider extends AbstractIndexAnalyzerProvider<UkrainianMorfologikAnalyzer> {
        private final UkrainianMorfologikAnalyzer analyzer;

        Provider(IndexSettings index, Environment environment, String name, Settings settings) {
            super(name);
            boolean all = settings.getAsList("stopwords").equals(List.of("_none_"));
            CharArraySet left = all ? CharArraySet.EMPTY_SET : UkrainianMorfologikAnalyzer.getDefaultStopwords();
            analyzer = new UkrainianMorfologikAnalyzer(left);
        }

        @Override
        public UkrainianMorfologikAnalyzer get() {
            return analyzer;
        }
    }
}
