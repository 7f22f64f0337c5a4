using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace AdaptiveProvider.Server.Tests.Page;

/// <summary>An open page that notes errors, refused resources and calls to other servers.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _problems = new();
    private readonly ConcurrentQueue<string> _requests = new();

    public OpenPage(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => _problems.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _problems.Enqueue(message.Text);
            }
        };
        page.Request += (_, request) => _requests.Enqueue(request.Url);
    }

    public IPage Page { get; }

    public IReadOnlyCollection<string> Problems => _problems;

    public IReadOnlyCollection<string> Requests => _requests;

    public async ValueTask DisposeAsync() => await Page.CloseAsync();
}
