using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Checkpoints;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Conversion;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Distillation;
using AdaptiveProvider.Training.Losses;
using AdaptiveProvider.Training.Model;
using AdaptiveProvider.Training.Optimization;
using AdaptiveProvider.Training.Recipes;
using AdaptiveProvider.Training.Reporting;
using AdaptiveProvider.Training.Tests.Conversion;
using AdaptiveProvider.Training.Tests.Recipes;
using TorchSharp;

namespace AdaptiveProvider.Training.Tests.Distillation;

/// <summary>Converted models learn from their originals.</summary>
public sealed class UptrainingTests
{
    public UptrainingTests() => TrainingDevice.Open("cpu", threads: 1);

    // The better the start, the less there is to learn; an exact copy has nothing to learn.
    [Fact]
    public void Accumulate_FreshlyConverted_DivergesByWhatTheRankLost()
    {
        using var files = new ConversionFixture();
        var divergences = new List<double>();
        foreach (int rank in new[] { 0, 24, ConversionOptions.FullRank })
        {
            files.Convert(ConversionFixture.Options with { LoraRank = rank });
            using var run = new Uptraining(files);
            divergences.Add(run.Divergence(seed: 1));
            Directory.Delete(files.Target, recursive: true);
        }

        Assert.True(divergences[0] > 1.2 * divergences[1], string.Join(", ", divergences));
        Assert.InRange(divergences[2], -1e-6, 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public void Step_FromTheOriginal_ComesNearerOnTextNotSeen(int rank)
    {
        using var files = new ConversionFixture();
        files.Convert(ConversionFixture.Options with { LoraRank = rank });
        using var run = new Uptraining(files);
        double before = run.Divergence(seed: 999), first = run.Step(0);

        double[] losses = [.. Enumerable.Range(1, 80).Select(run.Step)];

        double after = run.Divergence(seed: 999);
        Assert.True(losses[^10..].Average() < 0.5 * first, $"{first} to {losses[^1]}");
        Assert.True(after < 0.5 * before, $"{before} to {after}");
    }

    // The whole way: an ordinary model is trained and exported, converted, and trained on with itself as teacher, exported and opened.
    [Fact]
    public void Session_ConvertedModel_LearnsFromItsOriginal()
    {
        using var corpus = new RecipeCorpus();
        string original = corpus.Folder["original"], converted = corpus.Folder["converted"], exported = corpus.Folder["exported"];
        var plain = Configuration(corpus.VocabularySize, steps: 150);
        Train(corpus, plain, "run1", from: null);
        Export(corpus, "run1", original);
        RecursiveConverter.Convert(original, converted, new ConversionOptions { Sharing = ParameterSharing.Cycle, Loops = 2, LoraRank = 1 });
        var uptraining = plain with
        {
            Architecture = CheckpointReader.ReadArchitecture(converted),
            Steps = 60,
            Teacher = new TeacherConfiguration { Folder = original, CrossEntropyCoefficient = 0 },
        };

        var steps = Train(corpus, uptraining, "run2", converted);
        Export(corpus, "run2", exported);

        Assert.All(steps, step => Assert.True(double.IsFinite(step.TeacherLoss)));
        // Sums differ in their last bits with the number of threads, and two hundred steps carry that far: half was not always reached.
        Assert.True(steps[^5..].Average(step => step.TeacherLoss) < 0.8 * steps[0].TeacherLoss, $"{steps[0].TeacherLoss} to {steps[^1].TeacherLoss}");
        using var folder = ModelFolder.Open(exported);
        Assert.Equal((2, 4), (folder.Spec.Layers.Length, folder.Spec.Layout.LayerDepth));
        Assert.Contains("teacher_loss", File.ReadLines(Path.Combine(corpus.Folder["run2"], "loss.csv")).First(), StringComparison.Ordinal);
    }

    [Fact]
    public void Trainer_TeacherOfAnotherTokenizer_IsRefused()
    {
        using var files = new ConversionFixture();
        var configuration = Configuration(vocabularySize: 97, steps: 1) with { Teacher = new TeacherConfiguration { Folder = files.Source } };

        Assert.Contains("same tokenizer", Assert.Throws<TrainingException>(() => DistillationTeacher.For(configuration, torch.CPU)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, 1, "Teacher.Folder")]
    [InlineData("original", 0, 1, "Teacher.Coefficient")]
    [InlineData("original", double.NaN, 1, "Teacher.Coefficient")]
    [InlineData("original", 1, -1, "Teacher.CrossEntropyCoefficient")]
    public void Validate_TeacherThatMakesNoSense_NamesTheField(string folder, double coefficient, double crossEntropy, string field)
    {
        var configuration = Configuration(320, steps: 1) with
        {
            Teacher = new TeacherConfiguration { Folder = folder, Coefficient = coefficient, CrossEntropyCoefficient = crossEntropy },
        };

        Assert.Contains(field, Assert.Throws<TrainingException>(configuration.Validate).Message, StringComparison.Ordinal);
    }

    private static TrainingConfiguration Configuration(int vocabularySize, int steps) => new()
    {
        Architecture = new ArchitectureConfiguration
        {
            VocabularySize = vocabularySize,
            HiddenSize = 16,
            IntermediateSize = 32,
            HeadCount = 2,
            KvHeadCount = 1,
            HeadDim = 8,
            ContextLength = 64,
            LayersPerLoop = 4,
        },
        Steps = steps,
        WarmUpSteps = 2,
        LearningRate = 0.01,
        SequenceLength = 32,
        BatchRows = 8,
        BatchesPerStep = 1,
        ComputeType = "f32",
    };

    private static List<TrainingProgress> Train(RecipeCorpus corpus, TrainingConfiguration configuration, string folder, string? from)
    {
        var steps = new List<TrainingProgress>();
        var request = new TrainingRequest
        {
            Configuration = configuration,
            Corpus = corpus.Corpus,
            TokenizerFolder = corpus.TokenizerFolder,
            Folder = corpus.Folder[folder],
            InitializeFrom = from,
        };
        using var session = TrainingSession.Open(request, torch.CPU, _ => { });
        session.Run(steps.Add, TimeSpan.FromHours(1), timeLimit: null, CancellationToken.None);
        return steps;
    }

    private static void Export(RecipeCorpus corpus, string run, string target)
    {
        using var parameters = new RunFolder(corpus.Folder[run]).LoadParameters(torch.CPU, _ => { });
        ModelExporter.Export(target, parameters, WeightType.F32, threshold: 0, corpus.TokenizerFolder);
    }

    /// <summary>A converted model, its original as teacher, random texts.</summary>
    private sealed class Uptraining : IDisposable
    {
        private const int Rows = 8, Length = 16, Vocabulary = 96;
        private readonly ModelParameters _parameters;
        private readonly DistillationTeacher _teacher;
        private readonly BatchObjective _objective;
        private readonly Optimizer _optimizer;

        public Uptraining(ConversionFixture files)
        {
            _parameters = CheckpointReader.Read(files.Target, torch.CPU);
            var configuration = new TrainingConfiguration
            {
                Architecture = _parameters.Architecture,
                Steps = 100,
                ComputeType = "f32",
                SequenceLength = Length,
                Teacher = new TeacherConfiguration { Folder = files.Source, CrossEntropyCoefficient = 0 },
            };
            configuration.Validate();
            _teacher = DistillationTeacher.For(configuration, torch.CPU)!;
            _objective = new BatchObjective(configuration, _parameters, _teacher);
            _optimizer = new Optimizer(_parameters, configuration.Optimizer);
        }

        /// <summary>Nats per token, without learning.</summary>
        public double Divergence(int seed)
        {
            using var scope = torch.NewDisposeScope();
            double divergence = Accumulate(seed);
            using var _ = torch.no_grad();
            foreach (string name in _parameters.Names)
            {
                _parameters[name].grad?.zero_();
            }

            return divergence;
        }

        /// <summary>Learns from one batch; nats per token before.</summary>
        public double Step(int seed)
        {
            using var scope = torch.NewDisposeScope();
            double divergence = Accumulate(seed);
            _optimizer.ClipGradients(1);
            _optimizer.Step(5e-3);
            return divergence;
        }

        public void Dispose()
        {
            _optimizer.Dispose();
            _teacher.Dispose();
            _parameters.Dispose();
        }

        private double Accumulate(int seed)
        {
            var random = new Random(seed);
            var batch = new PackedBatch(Rows, Length);
            for (int i = 0; i < batch.Tokens.Length; i++)
            {
                (batch.Tokens[i], batch.Targets[i], batch.Documents[i], batch.Positions[i]) = (random.Next(Vocabulary), random.Next(Vocabulary), 0, i % Length);
            }

            return _objective.Accumulate(batch, step: 0, batchInStep: 0, batch.Tokens.Length).Teacher / batch.Tokens.Length;
        }
    }
}
