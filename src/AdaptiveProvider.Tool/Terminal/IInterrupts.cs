namespace AdaptiveProvider.Tool.Terminal;

/// <summary>Where Ctrl-C comes from.</summary>
internal interface IInterrupts
{
    /// <summary>Calls the handler at each Ctrl-C until disposed; a handler that returns false lets the program end.</summary>
    IDisposable Handle(Func<bool> handler);
}
