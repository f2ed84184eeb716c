# escape=`
# On Windows the backslash is a path separator, so the escape character is another one.
FROM mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2022
SHELL ["powershell", "-NoLogo", "-Command", "$ErrorActionPreference = 'Stop';"]
ARG SITE=intranet
RUN Remove-WebSite -Name 'Default Web Site'; `
    New-Item -ItemType Directory -Path C:\sites\$env:SITE; `
    # the pool runs without managed code
    New-WebAppPool -Name $env:SITE
COPY site\ C:\sites\intranet\
COPY ["web config\\default.config", "C:\\sites\\intranet\\web.config"]
WORKDIR C:\sites\intranet
ENV LOG_DIR="C:\logs" `
    RETENTION=14
VOLUME C:\logs
EXPOSE 80 443
ENTRYPOINT ["C:\\ServiceMonitor.exe", "w3svc"]
