namespace AdaptiveProvider.Tool.Terminal;

/// <summary>Ctrl-C of the process's console.</summary>
internal sealed class ConsoleInterrupts : IInterrupts
{
    public IDisposable Handle(Func<bool> handler) => new Subscription(handler);

    private sealed class Subscription : IDisposable
    {
        private readonly ConsoleCancelEventHandler _onCancel;

        public Subscription(Func<bool> handler)
        {
            _onCancel = (_, cancel) => cancel.Cancel = handler();
            Console.CancelKeyPress += _onCancel;
        }

        public void Dispose() => Console.CancelKeyPress -= _onCancel;
    }
}
