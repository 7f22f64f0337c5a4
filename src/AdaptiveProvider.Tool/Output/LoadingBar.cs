using AdaptiveProvider.Tool.Terminal;
using Spectre.Console;

namespace AdaptiveProvider.Tool.Output;

/// <summary>Shows on the standard error how far loading has come, if someone looks.</summary>
internal static class LoadingBar
{
    /// <summary>Runs the loading with a bar.</summary>
    public static async Task<AdaptiveModel> RunAsync(TerminalStreams terminal, Func<IProgress<ModelLoadProgress>?, Task<AdaptiveModel>> load)
    {
        if (!terminal.ErrorIsTerminal)
        {
            return await load(null).ConfigureAwait(false);
        }

        AdaptiveModel? model = null;
        await terminal.ErrorConsole().Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask("Loading", maxValue: 1);
                model = await load(new BarProgress(bar)).ConfigureAwait(false);
            }).ConfigureAwait(false);
        return model!;
    }

    private sealed class BarProgress(ProgressTask bar) : IProgress<ModelLoadProgress>
    {
        public void Report(ModelLoadProgress value) => bar.Value = value.Fraction;
    }
}
