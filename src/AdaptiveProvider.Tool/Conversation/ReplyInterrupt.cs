namespace AdaptiveProvider.Tool.Conversation;

/// <summary>What Ctrl-C means: it stops a running reply; at the prompt, the second one in a row ends the program.</summary>
internal sealed class ReplyInterrupt(Action remind)
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _reply;
    private int _presses;

    /// <summary>A press at the prompt, not yet followed by a line.</summary>
    public bool WasPressedAtPrompt
    {
        get
        {
            lock (_lock)
            {
                return _presses > 0;
            }
        }
    }

    /// <summary>A line was read: the presses before it no longer count.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _presses = 0;
        }
    }

    /// <summary>A reply begins; its token is cancelled by Ctrl-C.</summary>
    public CancellationTokenSource BeginReply(CancellationToken cancellationToken)
    {
        var reply = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        lock (_lock)
        {
            (_reply, _presses) = (reply, 0);
        }

        return reply;
    }

    /// <summary>The reply is over.</summary>
    public void EndReply()
    {
        lock (_lock)
        {
            _reply?.Dispose();
            _reply = null;
        }
    }

    /// <summary>Ctrl-C was pressed. Returns false when the program shall end.</summary>
    public bool Press()
    {
        lock (_lock)
        {
            if (_reply is not null)
            {
                _reply.Cancel();
                return true;
            }

            _presses++;
            if (_presses == 1)
            {
                remind();
            }

            return _presses < 2;
        }
    }
}
