using System.Reflection;
using Microsoft.Playwright;

namespace AdaptiveProvider.Server.Tests.Page;

/// <summary>A headless Chromium of this machine, started once for all tests that share it; tests skip where there is none.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>Names another Chromium than the one in the path.</summary>
    private const string Variable = "CHROMIUM_PATH";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (Executable() is not { } executable)
        {
            return;
        }

        string package = typeof(Browser).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "PlaywrightPackage").Value!;
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH", package);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A page at an address, with everything that went wrong in it.</summary>
    internal async Task<OpenPage> OpenAsync(Uri url, ColorScheme scheme = ColorScheme.Light, ReducedMotion motion = ReducedMotion.Null)
    {
        Skip.If(_browser is null, $"No Chromium was found: install the package chromium, or set {Variable} to one.");
        var page = await _browser!.NewPageAsync(new() { ColorScheme = scheme, ReducedMotion = motion, ViewportSize = new() { Width = 1000, Height = 760 } });
        var open = new OpenPage(page);
        await page.GotoAsync(url.ToString());
        return open;
    }

    private static string? Executable()
    {
        string[] names = ["chromium", "chromium-browser", "google-chrome"];
        var candidates = from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                         where folder.Length > 0
                         from name in names
                         select Path.Combine(folder, name);
        return candidates.Prepend(Environment.GetEnvironmentVariable(Variable)).FirstOrDefault(File.Exists);
    }
}
