using AdaptiveProvider.Tool;
using AdaptiveProvider.Tool.Terminal;

using var terminal = TerminalStreams.OfProcess();
return await CommandLine.RunAsync(args, terminal).ConfigureAwait(false);
